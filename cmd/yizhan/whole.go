package main

import (
	"net"
	"sync"
)

// netBuffer is the size of the buffer through which net/http writes to a
// connection. An answer that is longer goes out as a full buffer first and
// then the rest: two system calls here, and often two at the reader.
const netBuffer = 4 << 10

// wholeListener makes connections that send such an answer at once.
type wholeListener struct{ net.Listener }

// Accept implements net.Listener.
func (l wholeListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if tcp, ok := conn.(*net.TCPConn); ok && err == nil {
		return &wholeConn{Conn: tcp, tcp: tcp}, nil
	}
	return conn, err
}

// wholeConn holds back a full buffer until what follows is written, and sends
// both by one call. When nothing follows, the server reads the next question
// or closes, and the buffer goes out before that.
type wholeConn struct {
	net.Conn // the same as tcp, without the ways round Write that that has
	tcp      *net.TCPConn

	mu   sync.Mutex
	held []byte // of fullBuffers, nil for nothing
	room [2][]byte
	both net.Buffers // in room, while they are sent
}

// fullBuffers are lent to connections that hold one back.
var fullBuffers = sync.Pool{New: func() any { return new([netBuffer]byte) }}

// Write implements net.Conn. An error may be that of bytes written earlier.
func (c *wholeConn) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.held != nil:
		return len(p), c.release(p)
	case len(p) == netBuffer:
		c.held = fullBuffers.Get().(*[netBuffer]byte)[:]
		return copy(c.held, p), nil
	}
	return c.tcp.Write(p)
}

// Read implements net.Conn.
func (c *wholeConn) Read(p []byte) (int, error) {
	if err := c.flush(); err != nil {
		return 0, err
	}
	return c.tcp.Read(p)
}

// CloseWrite ends the answers, as net/http does before it closes.
func (c *wholeConn) CloseWrite() error {
	if err := c.flush(); err != nil {
		return err
	}
	return c.tcp.CloseWrite()
}

// Close implements net.Conn.
func (c *wholeConn) Close() error {
	_ = c.flush() // the connection ends either way
	return c.tcp.Close()
}

func (c *wholeConn) flush() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.held == nil {
		return nil
	}
	return c.release(nil)
}

// release sends what was held back, and more after it.
func (c *wholeConn) release(more []byte) error {
	c.room = [2][]byte{c.held, more}
	c.both = c.room[:]
	_, err := c.both.WriteTo(c.tcp)
	c.room = [2][]byte{} // more is the caller's again
	fullBuffers.Put((*[netBuffer]byte)(c.held))
	c.held = nil
	return err
}
