package ewkb

import (
	"encoding/binary"
	"fmt"
)

// The codes of EWKB that are understood, and the flag of a reference system.
const (
	codePoint        = 1
	codePolygon      = 3
	codeMultiPolygon = 6
	flagSRID         = 0x20000000
)

// cursor walks over EWKB without allocating.
type cursor struct {
	data  []byte
	order binary.ByteOrder
}

// measure checks that every count in the bytes is covered by the bytes that
// follow. The decoder allocates what a count says before it reads on, so that
// a damaged row of 20 bytes could ask for gigabytes; it is called only on
// what has passed here.
func measure(data []byte) error {
	c := &cursor{data: data}
	if err := c.geometry(codePoint, codeMultiPolygon); err != nil {
		return err
	}
	if len(c.data) != 0 {
		return fmt.Errorf("%w: %d bytes too many", ErrFormat, len(c.data))
	}
	return nil
}

func (c *cursor) geometry(allowed ...uint32) error {
	code, err := c.head()
	if err != nil {
		return err
	}
	for _, a := range allowed {
		if code == a {
			return c.body(code)
		}
	}
	return fmt.Errorf("%w: geometry type %d", ErrFormat, code)
}

func (c *cursor) body(code uint32) error {
	switch code {
	case codePoint:
		return c.skip(1, 16)
	case codePolygon:
		return c.each(4, func() error {
			n, err := c.count(16)
			if err != nil {
				return err
			}
			return c.skip(n, 16)
		})
	default:
		return c.each(9, func() error { return c.geometry(codePolygon) })
	}
}

// head reads byte order, type and the reference system.
func (c *cursor) head() (code uint32, err error) {
	if len(c.data) < 1 || c.data[0] > 1 {
		return 0, fmt.Errorf("%w: no byte order", ErrFormat)
	}
	c.order = binary.ByteOrder(binary.BigEndian)
	if c.data[0] == 1 {
		c.order = binary.LittleEndian
	}
	c.data = c.data[1:]
	if code, err = c.uint32(); err != nil {
		return 0, err
	}
	if code&flagSRID != 0 {
		_, err = c.uint32()
	}
	return code &^ flagSRID, err
}

func (c *cursor) uint32() (uint32, error) {
	if len(c.data) < 4 {
		return 0, fmt.Errorf("%w: cut short", ErrFormat)
	}
	v := c.order.Uint32(c.data)
	c.data = c.data[4:]
	return v, nil
}

// count reads the number of things that follow, each of at least size bytes.
func (c *cursor) count(size int) (int, error) {
	n, err := c.uint32()
	if err == nil && int64(n)*int64(size) > int64(len(c.data)) {
		err = fmt.Errorf("%w: cut short", ErrFormat)
	}
	return int(n), err
}

// each reads a count and then calls read for every element.
func (c *cursor) each(size int, read func() error) error {
	n, err := c.count(size)
	for i := 0; i < n && err == nil; i++ {
		order := c.order
		err = read()
		c.order = order // an element may state its own byte order
	}
	return err
}

func (c *cursor) skip(n, size int) error {
	if len(c.data) < n*size {
		return fmt.Errorf("%w: cut short", ErrFormat)
	}
	c.data = c.data[n*size:]
	return nil
}
