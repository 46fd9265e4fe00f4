package stations

import (
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"
)

// manyRows gives n rows with records of their own; the row bad, if there is
// one, is damaged.
func manyRows(n, bad int) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for i := range n {
			id := ID(fmt.Sprintf("%06d", i))
			record := fmt.Appendf(nil, `{"id":%q}`, id)
			if i == bad {
				record = []byte("[]")
			}
			if !yield(Row{ID: id, Record: record, Revision: Revision(i + 1), At: time.UnixMilli(int64(i))}, nil) {
				return
			}
		}
	}
}

func TestRowsComeBackInTheirOrder(t *testing.T) {
	for _, n := range []int{0, 1, decodeChunk, decodeChunk + 1, 10*decodeChunk + 7} {
		list, err := DecodeRows(manyRows(n, -1))
		if err != nil || len(list) != n {
			t.Fatalf("DecodeRows(%d rows) = %d stations, %v", n, len(list), err)
		}
		for i, s := range list {
			if s.Revision != Revision(i+1) || !s.CreatedAt.Equal(time.UnixMilli(int64(i))) {
				t.Fatalf("station %d of %d has revision %d of %v, want those of its row", i, n, s.Revision, s.CreatedAt)
			}
		}
	}
}

func TestTheFirstBadRowIsTold(t *testing.T) {
	const bad = 3*decodeChunk + 5
	list, err := DecodeRows(manyRows(10*decodeChunk, bad))
	if list != nil || CodeOf(err) != Internal || !strings.Contains(err.Error(), fmt.Sprintf("%06d", bad)) {
		t.Errorf("DecodeRows(a damaged row) = %d stations, %v, want Internal that names the station", len(list), err)
	}
}

func TestRowsThatEndWithAnErrorGiveNothing(t *testing.T) {
	lost := errors.New("the connection is lost")
	list, err := DecodeRows(func(yield func(Row, error) bool) {
		for row, err := range manyRows(decodeChunk+3, -1) {
			if !yield(row, err) {
				return
			}
		}
		yield(Row{}, lost)
	})
	if list != nil || !errors.Is(err, lost) {
		t.Errorf("DecodeRows(rows that are lost) = %d stations, %v, want the error", len(list), err)
	}
}

func BenchmarkDecodeRows(b *testing.B) {
	record, err := EncodeRecord(&Station{ID: "a", Name: "鼓楼驿站", Kind: UnionStation, Lifecycle: Open, Hours: "Mo-Fr 08:00-18:00"})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		_, err := DecodeRows(func(yield func(Row, error) bool) {
			for range 10_000 {
				if !yield(Row{ID: "a", Record: record}, nil) {
					return
				}
			}
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
