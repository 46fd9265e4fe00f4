package postgis_test

import (
	"context"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yizhan/stations"
)

// line leads to the database, and can be cut, or fall silent: then what is
// sent on its connections of before is lost, and nobody says so.
type line struct {
	listener net.Listener
	to       string
	age      atomic.Int64 // connections of an older one are silent
	cutting  atomic.Bool  // whoever sends is cut off

	mu    sync.Mutex
	conns []net.Conn
}

// newLine returns a line to the database, and the DSN through it.
func newLine(t *testing.T, dsn string) (*line, string) {
	t.Helper()
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &line{listener: listener, to: u.Host}
	t.Cleanup(l.close)
	go l.accept()
	u.Host = listener.Addr().String()
	return l, u.String()
}

func (l *line) accept() {
	for {
		near, err := l.listener.Accept()
		if err != nil {
			return // closed
		}
		far, err := net.Dial("tcp", l.to)
		if err != nil {
			near.Close()
			continue
		}
		l.mu.Lock()
		l.conns = append(l.conns, near, far)
		l.mu.Unlock()
		age := l.age.Load()
		go l.carry(near, far, age, true)
		go l.carry(far, near, age, false)
	}
}

// carry passes on what from says, until the line is cut.
func (l *line) carry(from, to net.Conn, age int64, question bool) {
	defer from.Close()
	defer to.Close()
	room := make([]byte, 64<<10)
	for {
		n, err := from.Read(room)
		switch {
		case err != nil, question && l.cutting.Load():
			return
		case age < l.age.Load(): // lost
		default:
			if _, err := to.Write(room[:n]); err != nil {
				return
			}
		}
	}
}

func (l *line) close() {
	l.listener.Close()
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, conn := range l.conns {
		conn.Close()
	}
}

// An operator tells a database that is away from a fault of the program by the
// status, and programs try again after the one only.
func TestAQuestionWhoseConnectionIsLostCanBeAskedAgain(t *testing.T) {
	l, dsn := newLine(t, migrated(t))
	db := open(t, dsn+"&pool_max_conns=1")
	for range 2 { // now the connection is made and the question prepared: only the answer can fail
		if _, err := db.Revision(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	l.cutting.Store(true)
	if _, err := db.Revision(t.Context()); stations.CodeOf(err) != stations.Unavailable {
		t.Errorf("Revision on a line that is cut = %v, want Unavailable", err)
	}
	l.cutting.Store(false)
	if _, err := db.Apply(t.Context(), []stations.Write{{Station: newStation(t)}}); err != nil {
		t.Errorf("Apply when the line is whole again = %v", err)
	}
}

// On a standby nothing can be written until it has taken over.
func TestAWriteOnAStandbyCanBeTriedAgain(t *testing.T) {
	db := open(t, migrated(t)+"&default_transaction_read_only=on")
	if _, err := db.Apply(t.Context(), []stations.Write{{Station: newStation(t)}}); stations.CodeOf(err) != stations.Unavailable {
		t.Errorf("Apply where nothing can be written = %v, want Unavailable", err)
	}
}

// A firewall forgets connections, and a machine that is gone closes none: a
// server that follows must not wait for an answer that never comes.
func TestAFollowerOutlivesConnectionsThatFallSilent(t *testing.T) {
	direct := migrated(t)
	writer := open(t, direct)
	l, dsn := newLine(t, direct)
	follower := open(t, dsn)
	mark, err := follower.Wait(t.Context(), stations.Mark{Revision: -1})
	if err != nil {
		t.Fatal(err)
	}
	l.age.Add(1) // before the next Wait looks
	revision, err := writer.Apply(t.Context(), []stations.Write{{Station: newStation(t)}})
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	defer l.close() // or closing the store waits for the silent ones
	if mark = followed(t, follower, mark); mark.Revision != revision {
		t.Errorf("a follower whose connections fell silent saw revision %d after %v, want %d", mark.Revision, time.Since(began), revision)
	}
}

// followed waits as followers do: who fails asks again.
func followed(t *testing.T, follower stations.Reader, mark stations.Mark) stations.Mark {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 15*time.Second)
	defer cancel()
	for ctx.Err() == nil {
		if now, err := follower.Wait(ctx, mark); err == nil {
			return now
		}
	}
	return mark
}
