package mirror

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"

	"yizhan/stations"
)

// spool is a snapshot on its way in: a file of records, a line each, in
// ascending order of id, of one mark.
type spool struct {
	file  *os.File
	out   *bufio.Writer
	head  head
	last  stations.ID // of the last station
	count int
}

// head is the first line of a snapshot.
type head struct {
	Epoch    string
	Revision stations.Revision
	Scope    stations.Scope
}

// tail is its last line.
type tail struct {
	Stations *int
	SHA256   string
}

// errCut says that an answer ended too early.
var errCut = errors.New("the snapshot was cut off")

func newSpool() (*spool, error) {
	file, err := os.CreateTemp("", "yizhan-mirror-*")
	if err != nil {
		return nil, fmt.Errorf("make a file for the snapshot: %w", err)
	}
	return &spool{file: file, out: bufio.NewWriterSize(file, 1<<20)}, nil
}

// remove ends the spool; its file is nobody's after it.
func (f *spool) remove() {
	_ = f.file.Close() // it is removed
	_ = os.Remove(f.file.Name())
}

// wholeLines gives the lines of a text, each with its end; what stands after
// the last end was cut off.
func wholeLines(data []byte, end bool) (advance int, token []byte, err error) {
	if i := bytes.IndexByte(data, '\n'); i >= 0 {
		return i + 1, data[:i+1], nil
	}
	if end {
		return 0, nil, errCut
	}
	return 0, nil, nil
}

// take reads an answer to its last line. Stations that came before a cut are
// kept.
func (f *spool) take(lines *bufio.Scanner) error {
	sum, came := sha256.New(), 0
	if !lines.Scan() {
		return cut(lines.Err())
	}
	sum.Write(lines.Bytes())
	if err := f.begin(lines.Bytes()); err != nil {
		return err
	}
	for lines.Scan() {
		line := lines.Bytes()
		var end tail
		if bytes.HasPrefix(line, []byte(`{"stations":`)) {
			if json.Unmarshal(line, &end) != nil || end.Stations == nil || *end.Stations != came || end.SHA256 != hex.EncodeToString(sum.Sum(nil)) {
				return settledSnapshot("its sum does not agree")
			}
			return nil
		}
		sum.Write(line)
		if err := f.add(line); err != nil {
			return err
		}
		came++
	}
	return cut(lines.Err())
}

func cut(err error) error {
	if err == nil {
		err = errCut
	}
	return fmt.Errorf("read the snapshot: %w", err)
}

// settledSnapshot is the error of a snapshot that must be begun again.
func settledSnapshot(problem string) error {
	return stations.Errorf(stations.Gone, "the origin's snapshot cannot be used: %s", problem)
}

// begin takes the first line of an answer.
func (f *spool) begin(line []byte) error {
	var h head
	if err := json.Unmarshal(line, &h); err != nil || h.Epoch == "" || h.Scope == "" {
		return cut(err)
	}
	if f.head.Epoch != "" && h != f.head {
		return settledSnapshot("the origin went on with another one")
	}
	f.head = h
	return nil
}

// add takes a station's line, unless it has come before.
func (f *spool) add(line []byte) error {
	var s struct{ ID stations.ID }
	if err := json.Unmarshal(line, &s); err != nil {
		return cut(err)
	}
	if s.ID <= f.last {
		return nil
	}
	if _, err := f.out.Write(line); err != nil {
		return settled(fmt.Errorf("keep the snapshot: %w", err))
	}
	f.last = s.ID
	f.count++
	return nil
}

// keep makes the file ready to be read.
func (f *spool) keep() error {
	if err := f.out.Flush(); err != nil {
		return settled(fmt.Errorf("keep the snapshot: %w", err))
	}
	return nil
}

// stations reads the records.
func (f *spool) stations() iter.Seq2[*stations.Station, error] {
	return func(yield func(*stations.Station, error) bool) {
		if _, err := f.file.Seek(0, io.SeekStart); err != nil {
			yield(nil, err)
			return
		}
		lines := bufio.NewScanner(f.file)
		lines.Buffer(make([]byte, 64<<10), maxLine)
		for lines.Scan() {
			s := new(stations.Station)
			err := json.Unmarshal(lines.Bytes(), s)
			if !yield(s, err) || err != nil {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(nil, err)
		}
	}
}
