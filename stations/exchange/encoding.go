package exchange

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"yizhan/stations"
)

const bomUTF8 = "\ufeff"

// decode returns the file's text as UTF-8 without a byte order mark. It reads
// UTF-8, UTF-16 with a mark, and GB18030 (which holds GBK and GB2312); the
// last is taken when the bytes are not UTF-8.
func decode(data []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return convert(unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM), data)
	case bytes.IndexByte(data, 0) >= 0:
		return nil, stations.Errorf(stations.Invalid, "the file is not text: it holds zero bytes")
	case utf8.Valid(data):
		return bytes.TrimPrefix(data, []byte(bomUTF8)), nil
	case mostlyUTF8(data):
		return nil, stations.Errorf(stations.Invalid, "line %d is not valid UTF-8, though the rest of the file is", badLine(data))
	}
	return convert(simplifiedchinese.GB18030, data)
}

func convert(from encoding.Encoding, data []byte) ([]byte, error) {
	text, err := from.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) || bytes.IndexByte(text, 0) >= 0 {
		return nil, &stations.Error{Code: stations.Invalid, Text: "the file's text is neither UTF-8 nor GB18030 nor UTF-16; save as CSV UTF-8", Err: err}
	}
	return text, nil
}

// mostlyUTF8 reports whether data is UTF-8 with some damage rather than
// another encoding. In Chinese text in GB18030 about one pair of bytes in
// ten happens to be a character of UTF-8.
func mostlyUTF8(data []byte) bool {
	good, bad := 0, 0
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && size == 1:
			bad++
		case size > 1:
			good++
		}
		data = data[size:]
	}
	return good > 4*bad
}

// badLine returns the number of the first line that is not UTF-8.
func badLine(data []byte) int {
	for i, line := range bytes.Split(data, []byte("\n")) {
		if !utf8.Valid(line) {
			return i + 1
		}
	}
	return 0
}
