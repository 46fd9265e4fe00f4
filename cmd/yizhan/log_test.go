package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// counted is a file that counts how often it is written.
type counted struct {
	mu     sync.Mutex
	text   bytes.Buffer
	writes int
}

func (c *counted) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.writes++
	return c.text.Write(p)
}

func (c *counted) seen() (lines, writes int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return strings.Count(c.text.String(), "\n"), c.writes
}

func TestOrdinaryLinesWaitHalfASecondAtMost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		file := new(counted)
		log := newLateLog(file, slog.LevelInfo)
		stop := log.start()
		for i := range 100 {
			log.Info("request", "i", i)
		}
		if lines, _ := file.seen(); lines != 0 {
			t.Errorf("at once %d lines are written, want 0", lines)
		}
		time.Sleep(latestLine + time.Millisecond)
		if lines, writes := file.seen(); lines != 100 || writes != 1 {
			t.Errorf("after %v %d lines in %d writes, want 100 in 1", latestLine, lines, writes)
		}
		log.Info("the last one")
		stop()
		if lines, _ := file.seen(); lines != 101 {
			t.Errorf("at the end %d lines, want 101", lines)
		}
	})
}

func TestAWarningIsWrittenAtOnceAfterAllBefore(t *testing.T) {
	file := new(counted)
	log := newLateLog(file, slog.LevelInfo)
	log.With("a", 1).Info("first")
	log.WithGroup("g").Warn("second", "b", 2)
	lines, writes := file.seen()
	text := file.text.String()
	if lines != 2 || writes > 2 || !strings.Contains(text, "msg=first a=1") || strings.Index(text, "first") > strings.Index(text, "msg=second g.b=2") {
		t.Errorf("a warning after a line gives %d lines in %d writes, want both in order:\n%s", lines, writes, text)
	}
}

func TestManyLinesDoNotWait(t *testing.T) {
	file := new(counted)
	log := newLateLog(file, slog.LevelInfo)
	long := strings.Repeat("x", 1000)
	for i := range 1000 {
		log.Info(fmt.Sprint(long, i))
	}
	if lines, writes := file.seen(); lines < 900 || writes > 20 {
		t.Errorf("1000 lines of 1 kB: %d are written in %d writes, want at least 900 in at most 20", lines, writes)
	}
}
