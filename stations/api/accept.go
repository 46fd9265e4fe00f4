package api

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
)

// weight returns how much a header such as Accept wants a value, 0 … 1 by RFC
// 9110, sections 12.4.2 and 12.5.1: 0 when it is not named, or refused. What
// names it goes before what means any of its kind, and that before what means
// anything.
func weight(header, value string) float64 {
	kind, _, _ := strings.Cut(value, "/")
	ranges := []string{"*", "*/*", kind + "/*", value}
	q, nearest := 0.0, -1
	for item := range strings.SplitSeq(header, ",") {
		name, parameters, _ := strings.Cut(item, ";")
		if at := slices.Index(ranges, strings.ToLower(strings.TrimSpace(name))); at > nearest {
			q, nearest = quality(parameters), at
		}
	}
	return q
}

// quality returns the parameter q, 1 when there is none and 0 when it is no
// number.
func quality(parameters string) float64 {
	for parameter := range strings.SplitSeq(parameters, ";") {
		name, value, _ := strings.Cut(parameter, "=")
		if strings.EqualFold(strings.TrimSpace(name), "q") {
			q, _ := strconv.ParseFloat(strings.TrimSpace(value), 64)
			return q
		}
	}
	return 1
}

// unpacked takes away an Accept-Encoding that has no gzip, or refuses it: Echo
// packs for whoever spells the word.
func unpacked(r *http.Request) {
	if weight(r.Header.Get(echo.HeaderAcceptEncoding), "gzip") == 0 {
		r.Header.Del(echo.HeaderAcceptEncoding)
	}
}
