//go:build bench

package bench

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// yizhan returns the path of the binary that is measured; scripts/bench
// builds it.
func yizhan(t *testing.T) string {
	t.Helper()
	path := os.Getenv("YIZHAN_BENCH_BIN")
	if path == "" {
		t.Fatal("YIZHAN_BENCH_BIN is not set: run scripts/bench")
	}
	return path
}

// run runs the command to its end.
func run(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		t.Fatalf("%s %q: %v\n%s", name, args, err, out)
	}
	return out
}

// server is a process that answers at an address.
type server struct {
	addr string
	pid  int
}

// cpu returns the processor time that the server has used so far.
func (s server) cpu(t *testing.T) time.Duration {
	t.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(raw), ") ") // the name before may hold spaces
	fields := strings.Fields(rest)
	var ticks time.Duration
	for _, field := range fields[11:13] { // utime and stime of proc(5)
		n, err := strconv.Atoi(field)
		if err != nil {
			t.Fatal(err)
		}
		ticks += time.Duration(n)
	}
	return ticks * (time.Second / 100) // USER_HZ is 100 on Linux
}

// start starts a server on a free loopback port, waits until it takes
// connections, and ends it with the test.
func start(t *testing.T, command func(addr string) *exec.Cmd) server {
	t.Helper()
	addr := freeAddress(t)
	cmd := command(addr)
	log, err := os.Create(filepath.Join(t.TempDir(), "stderr.log")) // where a service manager would keep it
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
		log.Close()
	})
	for range 600 {
		conn, err := net.Dial("tcp", addr)
		if err == nil {
			conn.Close()
			return server{addr, cmd.Process.Pid}
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("%s did not answer within a minute", cmd.Path)
	return server{}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// peer is this test binary as one of the peers of TestMain.
func peer(name string, env ...string) func(addr string) *exec.Cmd {
	return func(addr string) *exec.Cmd {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), peerEnv+"="+name, listenEnv+"="+addr)
		cmd.Env = append(cmd.Env, env...)
		return cmd
	}
}
