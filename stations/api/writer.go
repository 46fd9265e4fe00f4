package api

import (
	"math"
	"strconv"
	"time"
	"unicode/utf8"

	"yizhan/geo/datum"
)

// writer appends JSON by hand: encoding/json alone costs a third of the rate
// at which an answer of nearby can be sent. Its user opens and closes what
// belongs together; commas come by themselves.
type writer struct {
	buf     []byte
	touched byte // see fetch
}

// Write implements io.Writer for rooms below that write an answer themselves.
func (w *writer) Write(b []byte) (int, error) {
	w.buf = append(w.buf, b...)
	return len(b), nil
}

func (w *writer) comma() {
	if n := len(w.buf); n > 0 {
		switch w.buf[n-1] {
		case '{', '[', ':', ',', '\n':
		default:
			w.buf = append(w.buf, ',')
		}
	}
}

func (w *writer) open(bracket byte) {
	w.comma()
	w.buf = append(w.buf, bracket)
}

func (w *writer) close(bracket byte) { w.buf = append(w.buf, bracket) }

func (w *writer) key(name string) {
	w.comma()
	w.buf = append(w.buf, '"')
	w.buf = append(w.buf, name...)
	w.buf = append(w.buf, '"', ':')
}

func (w *writer) text(key, value string) {
	w.key(key)
	w.buf = appendText(w.buf, value)
}

// some writes a text unless it is empty.
func (w *writer) some(key, value string) {
	if value != "" {
		w.text(key, value)
	}
}

func (w *writer) item(value string) {
	w.comma()
	w.buf = appendText(w.buf, value)
}

func (w *writer) texts(key string, values []string) {
	if len(values) == 0 {
		return
	}
	w.key(key)
	w.open('[')
	for _, v := range values {
		w.item(v)
	}
	w.close(']')
}

func (w *writer) flag(key string, value bool) {
	w.key(key)
	w.buf = strconv.AppendBool(w.buf, value)
}

func (w *writer) whole(key string, value int64) {
	w.key(key)
	w.buf = strconv.AppendInt(w.buf, value, 10)
}

// number writes a number to three decimals at most.
func (w *writer) number(key string, value float64) {
	w.key(key)
	w.buf = appendNumber(w.buf, value)
}

// appendNumber writes the shortest text of the number rounded to thousandths.
// Those of a size that a distance may have are written digit by digit, as
// strconv would in several times as long.
func appendNumber(b []byte, value float64) []byte {
	const sure = 1e12 // up to here as many thousandths fit a float64 with digits to spare
	thousandths := math.Round(value * 1000)
	if !(thousandths > 0 && thousandths < sure) {
		return strconv.AppendFloat(b, thousandths/1000, 'f', -1, 64)
	}
	n := uint64(thousandths)
	b = strconv.AppendUint(b, n/1000, 10)
	if n %= 1000; n == 0 {
		return b
	}
	b = append(b, '.', byte('0'+n/100), byte('0'+n/10%10), byte('0'+n%10))
	for b[len(b)-1] == '0' {
		b = b[:len(b)-1]
	}
	return b
}

func (w *writer) moment(key string, t time.Time) {
	if !t.IsZero() {
		w.key(key)
		w.buf = append(w.buf, '"')
		w.buf = t.AppendFormat(w.buf, time.RFC3339)
		w.buf = append(w.buf, '"')
	}
}

// none writes null: the member is always there, its value is not.
func (w *writer) none(key string) { w.raw(key, []byte("null")) }

// raw writes JSON that is ready.
func (w *writer) raw(key string, value []byte) {
	w.key(key)
	w.buf = append(w.buf, value...)
}

// ready writes members that were drawn before.
func (w *writer) ready(members []byte) {
	w.comma()
	w.buf = append(w.buf, members...)
}

// fetch touches the texts of cards that will be written. No cache holds them,
// so all are asked for before any is copied: the processor then waits for them
// side by side, not one after the other.
func (w *writer) fetch(cards []card) {
	const line = 64 // bytes that come at once
	var sum byte    // kept, or the compiler would leave out what it is for
	for _, c := range cards {
		for i := 0; i < len(c); i += line {
			sum += c[i]
		}
	}
	w.touched = sum
}

// lonLat writes a coordinate as two members.
func (w *writer) lonLat(c datum.Coord) {
	w.key("lon")
	w.buf = appendDegrees(w.buf, c.Lon)
	w.key("lat")
	w.buf = appendDegrees(w.buf, c.Lat)
}

// pair writes a coordinate as GeoJSON does.
func (w *writer) pair(c datum.Coord) {
	w.comma()
	w.buf = append(w.buf, '[')
	w.buf = appendDegrees(w.buf, c.Lon)
	w.buf = append(w.buf, ',')
	w.buf = appendDegrees(w.buf, c.Lat)
	w.buf = append(w.buf, ']')
}

// appendDegrees writes seven decimals, a centimetre.
func appendDegrees(b []byte, degrees float64) []byte {
	const unit = 1e7
	n := int64(math.Round(degrees * unit))
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	b = strconv.AppendInt(b, n/unit, 10)
	b = append(b, '.')
	b = append(b, "0000000"...)
	for i, n := 1, n%unit; n > 0; i, n = i+1, n/10 { // a division by a constant costs a multiplication
		b[len(b)-i] = byte('0' + n%10)
	}
	return b
}

// appendText writes a JSON text. What is not UTF-8 becomes U+FFFD.
func appendText(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 {
				b = append(append(b, s[start:i]...), "\ufffd"...)
				start = i + 1
			}
			i += size
			continue
		}
		if c < ' ' || c == '"' || c == '\\' || c == '<' || c == '>' || c == 0x7f {
			b = append(b, s[start:i]...)
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
			start = i + 1
		}
		i++
	}
	return append(append(b, s[start:]...), '"')
}
