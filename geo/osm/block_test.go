package osm

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"
)

// FuzzBlock gives the decoders what inflate would give them, so that the
// fuzzer need not find zlib's checksum.
func FuzzBlock(f *testing.F) {
	f.Add(nodeBlock([]Node{{ID: 1}, {ID: 2}, {ID: 7}}))
	f.Add(wayBlock([]Way{{ID: 1, Nodes: []int64{1, 2, 7}, Tags: [][2]string{{"highway", "road"}}}}))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, content []byte) {
		roads, err := new(roadReader).read(content)
		if err != nil && !errors.Is(err, ErrNotPBF) {
			t.Errorf("read() = %v, want ErrNotPBF or nil", err)
		}
		for _, w := range roads.roads {
			if w.from > w.to || int(w.to) > len(roads.refs) {
				t.Errorf("read() gave refs[%d:%d] of %d", w.from, w.to, len(roads.refs))
			}
		}
		wanted := []int64{1, 7}
		places, err := readNodes(content, wanted)
		if err != nil && !errors.Is(err, ErrNotPBF) {
			t.Errorf("readNodes() = %v, want ErrNotPBF or nil", err)
		}
		for _, p := range places {
			if int(p.index) >= len(wanted) || max(p.lat, -p.lat) > 90*unit {
				t.Errorf("readNodes() gave %v", p)
			}
		}
	})
}

func TestReadNodesTakesPlainNodesAndAnyOrder(t *testing.T) {
	node := func(id int64, lon, lat int64) (b []byte) {
		for _, field := range []struct {
			number protowire.Number
			value  int64
		}{{1, id}, {8, lat}, {9, lon}} {
			b = protowire.AppendTag(b, field.number, protowire.VarintType)
			b = protowire.AppendVarint(b, protowire.EncodeZigZag(field.value))
		}
		return b
	}
	var group []byte
	for _, n := range [][]byte{node(9, 30, -40), node(3, -10, 20), node(5, 1, 1), node(4, 2000000000, 1)} {
		group = appendBytes(group, 1, n)
	}
	got, err := readNodes(appendBytes(nil, 2, group), []int64{3, 4, 9})
	want := []place{{index: 2, lon: 30, lat: -40}, {index: 0, lon: -10, lat: 20}} // 4 lies beyond 180 degrees
	if err != nil || len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("readNodes() = %v, %v; want %v", got, err, want)
	}
}

func TestReadNodesMindsGranularityAndOffsets(t *testing.T) {
	b := nodeBlock([]Node{{ID: 1}})
	for _, field := range []struct {
		number protowire.Number
		value  uint64
	}{{17, 1000}, {19, 1e9}, {20, 2e9}} {
		b = protowire.AppendTag(b, field.number, protowire.VarintType)
		b = protowire.AppendVarint(b, field.value)
	}
	got, err := readNodes(b, []int64{1})
	if err != nil || len(got) != 1 || got[0] != (place{lon: 2e7, lat: 1e7}) {
		t.Errorf("readNodes() = %v, %v; want 2 and 1 degree", got, err)
	}
}

func TestReadRoadsReportsTagsWithoutText(t *testing.T) {
	b := wayBlock([]Way{{ID: 1, Nodes: []int64{1, 2}, Tags: [][2]string{{"highway", "road"}}}})
	b = appendBytes(b, 1, appendBytes(nil, 1, []byte("highway"))) // a shorter table, read last
	if _, err := new(roadReader).read(b); err != nil {
		t.Errorf("read(no highway key) = %v, want nil", err)
	}
	table := appendBytes(appendBytes(nil, 1, nil), 1, []byte("highway"))
	if _, err := new(roadReader).read(appendBytes(b, 1, table)); !errors.Is(err, ErrNotPBF) {
		t.Errorf("read(value beyond the table) = %v, want ErrNotPBF", err)
	}
}

func TestPassTurnsAPanicIntoAnError(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b, []Node{{ID: 1}}, nil); err != nil {
		t.Fatal(err)
	}
	boom := func([]byte) (int, error) { panic("boom") }
	err := pass(context.Background(), &frames{r: &b}, nil, boom, func(int) {})
	if !errors.Is(err, ErrNotPBF) || !strings.Contains(err.Error(), "boom") {
		t.Errorf("pass() = %v, want ErrNotPBF with boom", err)
	}
}

func TestReadHeaderRefusesUnknownFeatures(t *testing.T) {
	var b bytes.Buffer
	if err := writeBlob(&b, "OSMHeader", appendBytes(nil, 4, []byte("Mystery"))); err != nil {
		t.Fatal(err)
	}
	if err := readHeader(&frames{r: &b}); !errors.Is(err, ErrUnsupported) {
		t.Errorf("readHeader() = %v, want ErrUnsupported", err)
	}
}

func TestInflateChecksEachBlob(t *testing.T) {
	content := []byte(strings.Repeat("驿站", 50))
	zip, err := pack(content)
	if err != nil {
		t.Fatal(err)
	}
	blob := func(size int, zip []byte) []byte {
		b := protowire.AppendTag(nil, 2, protowire.VarintType)
		b = protowire.AppendVarint(b, uint64(size))
		return appendBytes(b, 3, zip)
	}
	altered := bytes.Clone(zip)
	altered[len(altered)-1] ^= 1
	for _, test := range []struct {
		name string
		blob []byte
		want error
	}{
		{"a good blob", blob(len(content), zip), nil},
		{"a raw blob", appendBytes(nil, 1, content), nil},
		{"a blob longer than it says", blob(len(content)-1, zip), ErrNotPBF},
		{"a blob shorter than it says", blob(len(content)+1, zip), ErrNotPBF},
		{"a blob without its checksum", blob(len(content), zip[:len(zip)-4]), ErrNotPBF},
		{"a blob with another checksum", blob(len(content), altered), ErrNotPBF},
		{"a blob that says it is huge", blob(1<<40, zip), ErrNotPBF},
		{"a blob of another compression", appendBytes(nil, 7, zip), ErrUnsupported},
	} {
		var u unpacker
		for range 2 { // the second time in used memory
			got, err := u.inflate(test.blob)
			if !errors.Is(err, test.want) || test.want == nil && !bytes.Equal(got, content) {
				t.Errorf("inflate(%s) = %q, %v; want %v", test.name, got, err, test.want)
			}
		}
	}
}
