package osm

// block is a PrimitiveBlock: its groups, and what is needed to read them.
type block struct {
	table       []byte // StringTable message
	groups      [][]byte
	granularity int64 // nanodegrees per coordinate step
	latOffset   int64 // nanodegrees
	lonOffset   int64
}

// readBlock finds the parts of a block without decoding them.
func readBlock(b []byte) (block, error) {
	blk := block{granularity: 100}
	m := message{rest: b}
	for m.next() {
		switch m.number {
		case 1:
			blk.table = m.bytes
		case 2:
			blk.groups = append(blk.groups, m.bytes)
		case 17:
			blk.granularity = int64(m.varint)
		case 19:
			blk.latOffset = int64(m.varint)
		case 20:
			blk.lonOffset = int64(m.varint)
		}
	}
	return blk, m.err
}

// strings appends the texts of the string table; all share one allocation.
func (blk block) strings(list []string) ([]string, error) {
	text := string(blk.table)
	m := message{rest: blk.table}
	for m.next() {
		if m.number == 1 {
			end := len(text) - len(m.rest)
			list = append(list, text[end-len(m.bytes):end])
		}
	}
	return list, m.err
}

// degrees turns a coordinate of the block into steps of 1e-7 degree; ok is
// false beyond the limit, in degrees.
func (blk block) degrees(v, offset, limit int64) (e7 int32, ok bool) {
	nano := offset + blk.granularity*v
	if nano > limit*1e9 || nano < -limit*1e9 {
		return 0, false
	}
	half := int64(50)
	if nano < 0 {
		half = -half
	}
	return int32((nano + half) / 100), true
}
