package api

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
)

// weight returns how much a header such as Accept wants a value, 0 … 1 by RFC
// 9110, section 12.4.2: 0 when it is not named, or refused.
func weight(header, value string) float64 {
	for item := range strings.SplitSeq(header, ",") {
		name, parameters, _ := strings.Cut(item, ";")
		if strings.EqualFold(strings.TrimSpace(name), value) {
			return quality(parameters)
		}
	}
	return 0
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
