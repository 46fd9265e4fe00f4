// Package report prints: a coverage as a document with a map, its method and
// its figures, a poster for a station's door, and a short text that an operator
// of a hotline reads out. Text is Chinese with English beside it.
package report

import (
	"fmt"
	"time"

	"yizhan/stations"
)

// Printer writes documents. It is safe for concurrent use.
type Printer struct {
	font []byte
	now  func() time.Time
}

// NewPrinter returns a printer that writes in the font: a TrueType file with
// Chinese characters, or one packed as WOFF. now is the clock for dates on
// documents. The error wraps ErrFont.
func NewPrinter(font []byte, now func() time.Time) (*Printer, error) {
	unpacked, err := unpack(font)
	if err != nil {
		return nil, err
	}
	if len(unpacked) < 12 || string(unpacked[:4]) != "\x00\x01\x00\x00" {
		return nil, fmt.Errorf("%w: it has no TrueType outlines", ErrFont)
	}
	return &Printer{unpacked, now}, nil
}

// day is a day in China as people write it.
func day(t time.Time) string { return t.In(stations.Zone()).Format("2006-01-02") }

// word returns what people call a code.
func word(words []stations.Word, code string) stations.Word {
	for _, w := range words {
		if w.Code == code {
			return w
		}
	}
	return stations.Word{Code: code, Chinese: code, English: code}
}

func both(words []stations.Word, code string) string {
	w := word(words, code)
	return w.Chinese + " " + w.English
}
