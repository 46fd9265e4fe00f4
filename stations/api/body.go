package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
)

// body reads a JSON object of the size that is allowed.
func body(c echo.Context) (map[string]json.RawMessage, error) { return bodyOf(c, MaxBody) }

// bodyOf reads a JSON object of so many bytes at most.
func bodyOf(c echo.Context, most int64) (map[string]json.RawMessage, error) {
	media, _, err := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType))
	if err != nil || media != echo.MIMEApplicationJSON {
		return nil, echo.NewHTTPError(http.StatusUnsupportedMediaType)
	}
	if c.Request().URL.RawQuery != "" {
		return nil, stations.Errorf(stations.Invalid, "a POST takes its fields in the body, not in the address")
	}
	data, err := bounded(c, most)
	if err != nil {
		return nil, err
	}
	return object(data)
}

// object reads the members of a JSON object. One that is named twice, in the
// object or in any inside it, is refused: which of the two was meant is not
// known, and the reader would take the last. So is one in two spellings, as
// personal and Personal: encoding/json reads both as the same.
func object(document []byte) (map[string]json.RawMessage, error) {
	var members map[string]json.RawMessage
	if json.Unmarshal(document, &members) != nil || members == nil {
		return nil, stations.Errorf(stations.Invalid, "the body is not a JSON object")
	}
	if name, twice := repeated(document); twice {
		return nil, stations.BadField(short(name), "重复 is given more than once")
	}
	return members, nil
}

// repeated finds a name that an object of a JSON document has twice. Names
// within their objects come and go as the document opens and closes them.
func repeated(document []byte) (name string, twice bool) {
	type level struct {
		names map[string]bool // of an object; nil for a list
		named bool            // the next token is a value
	}
	var levels []level
	tokens := json.NewDecoder(bytes.NewReader(document))
	tokens.UseNumber() // one that no float64 holds is none of its business
	for {
		token, err := tokens.Token()
		if err != nil {
			return "", false // the end
		}
		switch token {
		case json.Delim('{'):
			levels = append(levels, level{names: map[string]bool{}})
			continue
		case json.Delim('['):
			levels = append(levels, level{})
			continue
		case json.Delim('}'), json.Delim(']'):
			levels = levels[:len(levels)-1]
		}
		if len(levels) == 0 {
			continue
		}
		at := &levels[len(levels)-1]
		key, isText := token.(string)
		switch {
		case at.names == nil:
		case at.named || !isText:
			at.named = false
		case at.names[spelling(key)]:
			return key, true
		default:
			at.names[spelling(key)], at.named = true, true
		}
	}
}

// spelling is the same for names that encoding/json takes for one: it looks at
// neither case nor such letters as the long s.
func spelling(name string) string { return strings.ToLower(strings.ToUpper(name)) }

// bounded reads a body of so many bytes at most.
func bounded(c echo.Context, most int64) ([]byte, error) {
	if err := asSent(c.Request()); err != nil {
		return nil, err
	}
	data, err := io.ReadAll(http.MaxBytesReader(c.Response(), c.Request().Body, most))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, echo.NewHTTPError(http.StatusRequestEntityTooLarge)
	case err != nil:
		return nil, stations.Errorf(stations.Invalid, "the body could not be read")
	}
	return data, nil
}

// asSent refuses a body that is packed: here none is unfolded, so that a few
// bytes cannot become many.
func asSent(r *http.Request) error {
	if coding := r.Header.Get(echo.HeaderContentEncoding); coding == "" || strings.EqualFold(coding, "identity") {
		return nil
	}
	return refusal{
		status: http.StatusUnsupportedMediaType, code: "content_encoding", title: "编码不支持 Unsupported content encoding",
		detail: "send the body as it is, without Content-Encoding",
	}
}
