package main

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"yizhan/stations"
	"yizhan/stations/exchange"
	"yizhan/stations/wording"
)

// told returns an error as people read it: Chinese, with the English beside
// it. One that neither its own text nor the table of problems tells in Chinese
// has a title before it, as the problems of the API have.
func told(err error) string {
	text := inBoth(err)
	if wording.Chinese(text) {
		return text
	}
	return title(err) + ": " + text
}

func title(err error) string {
	var exit *exitError
	var known *stations.Error
	switch {
	case errors.As(err, &exit) && exit.Code == exitUsage:
		return "用法有误 Wrong usage"
	case errors.As(err, &known):
		return known.Code.Title()
	case errors.Is(err, fs.ErrNotExist):
		return stations.NotFound.Title()
	}
	return stations.Internal.Title()
}

// inBoth returns the text of an error with both languages in all its parts
// that the table knows.
func inBoth(err error) string {
	var known *stations.Error
	if !errors.As(err, &known) {
		return lastInBoth(err.Error())
	}
	var b strings.Builder
	b.WriteString(lastInBoth(known.Text))
	for _, f := range known.Fields {
		fmt.Fprintf(&b, "; %s: %s", exchange.Label(f.Field), lastInBoth(f.Problem))
	}
	if known.Err != nil {
		b.WriteString(": " + inBoth(known.Err))
	}
	return strings.Replace(err.Error(), known.Error(), b.String(), 1)
}

// lastInBoth returns a text with both languages in the longest end of it that
// the table knows: all of it, or what follows one of its colons.
func lastInBoth(text string) string {
	for rest, more := text, true; more && !wording.Chinese(rest); _, rest, more = strings.Cut(rest, ": ") {
		if both := wording.Both(rest); both != rest {
			return strings.TrimSuffix(text, rest) + both
		}
	}
	return text
}
