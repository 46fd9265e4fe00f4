package api_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"io"
	"maps"
	"mime/multipart"
	"slices"
	"strings"
)

// hostileTexts are words that break careless readers.
func hostileTexts() []string {
	return []string{
		"", " ", "NaN", "Infinity", "-Inf", "-0", "1e999", "1e-400", "0x1p5", "1_000", "9223372036854775808", "-9223372036854775809", "null", "undefined",
		"\x00", "a\x00b", "\xff\xfe", "\xed\xa0\x80", "驿\xe9", "%00", "%", "../../etc/passwd", "' OR 1=1 --", "\"; DROP TABLE station", "<script>", "{{7*7}}", "${jndi:x}",
		"１２３", "١٢٣", "\u202e驿站", "e\u0301", strings.Repeat("\u0301", 200), "🚚", "\u2028", "\ufeff", strings.Repeat("驿", 3000), strings.Repeat("a", 6000), strings.Repeat("(", 2000),
		strings.Repeat("NOT ", 900) + "name = 'a'", strings.Repeat("name = 'a' AND ", 250) + "name = 'a'", "name LIKE '" + strings.Repeat("%a", 500) + "'", "name LIKE '%", "kind IN ()", "S_INTERSECTS(geom, POLYGON((0 0,1 1)))",
		"S_INTERSECTS(geometry, POLYGON((NaN 0, 1 1, 1 0, NaN 0)))", strings.Repeat(",", 3000), "1,2,3", "1,2,3,4", "180,90,-180,-90", "-180,-90,180,90", "NaN,NaN,NaN,NaN", "1e308,1e308,1e308,1e308",
		"2026-02-30", "0000-01-01", "9999-12-31", "-292277022399-01-01T00:00:00Z", "2026-11-20T24:00:00", "2026-11-20T12:00:00+99:99", "../..", "0000-01-01T00:00:00Z/9999-12-31T23:59:59Z",
		"Mo-Su 00:00-99:99", "24/7 || closed; PH off \"", "week 1-53/2 Mo[1,-1] sunrise-sunset", "SH,PH off; " + strings.Repeat("Mo 1-2,", 300), "00000000-0000-0000-0000-000000000000", "0123456789abcdef", "cells-0123456789abcdef",
		"coverage-ffffffffffffffff", "18446744073709551615", "_p~iF~ps|U_ulLnnqC_mqNvxq`@", strings.Repeat("_p~iF~ps|U", 400), "~~~~~~~~~~~~~~~~", "118.7,32.06;NaN,1", "a=b=c", "名称=name", "=", "-",
	}
}

// hostileTokens are values of every type, some of which are no JSON.
func hostileTokens() []any {
	return []any{
		nil, true, false, 0.0, -1.0, 0.5, 1e308, -1e308, 5e-324, 9007199254740993.0,
		map[string]any{},
		[]any{},
		[]any{nil},
		[]any{[]any{[]any{}}},
		token("1e400"), token("-0"), token("123456789012345678901234567890"), token("NaN"), token("0x10"), token("01"), token("+1"), token("'a'"), token("\"\xff\xfe\""), token(`"\u0000"`), token(`"\ud800"`),
		token(`"` + strings.Repeat("长", 40000) + `"`), token(strings.Repeat("[", 20000)), token(strings.Repeat("[", 9000) + strings.Repeat("]", 9000)),
		token(strings.Repeat(`{"a":`, 9000) + "1" + strings.Repeat("}", 9000)), token("[" + strings.Repeat("0,", 50000) + "0]"), token(`{"a":1,"a":2}`), token(""), token("}"), token("\x00"),
		map[string]any{"type": "LineString", "coordinates": []any{[]any{1.0}, []any{}}},
		map[string]any{"type": "Polygon", "coordinates": []any{}},
	}
}

// hostileHeaders are what strangers send beside the question.
func hostileHeaders() [][2]string {
	return [][2]string{
		{"Accept", "application/xml"},
		{"Accept", "*/*;q=0, text/html;q=NaN"},
		{"Accept", strings.Repeat("a/b,", 2000)},
		{"Accept", "\xff/\xfe"},
		{"Accept-Encoding", "gzip"},
		{"Accept-Encoding", "gzip;q=0, br"},
		{"Content-Encoding", "br"},
		{"Content-Encoding", "gzip"},
		{"Content-Encoding", "gzip, gzip, gzip"},
		{"Content-Type", ""},
		{"Content-Type", "text/plain"},
		{"Content-Type", "application/json; charset=utf-16"},
		{"Content-Type", "application/xml"},
		{"Content-Type", "multipart/form-data"},
		{"Content-Type", "multipart/form-data; boundary="},
		{"Content-Type", "application/x-www-form-urlencoded"},
		{"Content-Type", ";;;"},
		{"If-Match", "*"},
		{"If-Match", `"`},
		{"If-Match", `W/"1", "2"`},
		{"If-None-Match", "*"},
		{"If-None-Match", `"1"`},
		{"If-None-Match", strings.Repeat(`"a",`, 1500)},
		{"If-Modified-Since", "yesterday"},
		{"Range", "bytes=0-0"},
		{"Range", "bytes=9-1"},
		{"X-Request-Id", "a b"},
		{"X-Request-Id", strings.Repeat("x", 9000)},
		{"X-Forwarded-For", "::1, \xff"},
		{"X-Forwarded-Host", "evil.example"},
		{"X-HTTP-Method-Override", "DELETE"},
		{"Origin", "null"},
		{"Origin", "https://evil.example"},
		{"Last-Event-ID", "a/b"},
		{"Last-Event-ID", "/9223372036854775807"},
		{"Idempotency-Key", strings.Repeat("k", 101)},
		{"Idempotency-Key", "\xff"},
		{"Authorization", "Bearer"},
		{"Authorization", "Bearer \xff"},
		{"Authorization", "Basic YTpi"},
		{"Authorization", "Bearer " + strings.Repeat("z", 8000)},
		{"Cookie", "a=b"},
		{"Expect", "100-continue"},
	}
}

// mangle spoils a body that was well made.
func (g *drawer) mangle(body []byte) []byte {
	body = bytes.Clone(body)
	at := g.IntN(len(body) + 1)
	switch g.IntN(8) {
	case 0:
		return nil
	case 1:
		return body[:at]
	case 2:
		return append(body, body...)
	case 3:
		return append([]byte("\xef\xbb\xbf"), body...)
	case 4:
		return bytes.Join(bytes.SplitAfter(body, nil), []byte{0}) // UTF-16, nearly
	case 5:
		return packed(body)
	case 6:
		return []byte(encode(pick(g, hostileTokens())))
	}
	for range 1 + g.IntN(8) {
		if len(body) > 0 {
			body[g.IntN(len(body))] ^= byte(1 + g.IntN(255))
		}
	}
	return body
}

func packed(body []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(body) // a buffer takes all
	_ = w.Close()
	return b.Bytes()
}

// bomb is a workbook of some kilobytes that unfolds to size bytes.
func bomb(size int) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	part, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		return nil
	}
	room := make([]byte, 1<<20)
	for range size >> 20 {
		_, _ = part.Write(room) // a buffer takes all
	}
	_ = z.Close()
	return b.Bytes()
}

// form puts a file and options into a form, and returns its media type.
func form(file []byte, options map[string]any) (body []byte, media string) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(options)) {
		if name != "file" {
			_ = w.WriteField(name, plain(options[name])) // a buffer takes all
		}
	}
	if part, err := w.CreateFormFile("file", "file"); err == nil {
		_, _ = part.Write(file)
	}
	_ = w.Close()
	return b.Bytes(), w.FormDataContentType()
}
