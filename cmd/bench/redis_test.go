//go:build bench

package bench

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"testing"
)

// redisTargets fills Redis where it is installed, and asks it for the ids of
// the 10 nearest: of all stations, which is no answer to the question, and of
// those of a kind with a service, in a key of their own, which a registry
// would have to keep in step by itself.
func redisTargets(t *testing.T, places []place, asked []question) []target {
	t.Helper()
	path, err := exec.LookPath("redis-server")
	if err != nil {
		fmt.Println("redis-server is not installed: no rows for Redis")
		return nil
	}
	redis := start(t, func(addr string) *exec.Cmd {
		_, port, _ := net.SplitHostPort(addr)
		return exec.Command(path, "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", os.TempDir())
	})
	fillRedis(t, redis.addr, places)
	all, chosen := make([][]byte, len(asked)), make([][]byte, len(asked))
	for i, q := range asked {
		search := []string{"FROMLONLAT", degrees(q.at[0]), degrees(q.at[1]), "BYRADIUS", "5000", "m", "ASC", "COUNT", "10"}
		all[i] = command(append([]string{"GEOSEARCH", "all"}, search...)...)
		chosen[i] = command(append([]string{"GEOSEARCH", keyOf(q.kind, q.service)}, search...)...)
	}
	return []target{
		{"Redis 7 GEOSEARCH, ids only, no filter", redis, all, replied, nil},
		{"Redis 7 GEOSEARCH, ids only, a key per kind and service", redis, chosen, replied, nil},
	}
}

func keyOf(kind, service int) string { return fmt.Sprint("k", kind, "s", service) }

func fillRedis(t *testing.T, addr string, places []place) {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	w, r := bufio.NewWriterSize(conn, 1<<20), bufio.NewReader(conn)
	for i, p := range places {
		keys := []string{"all"}
		for s := range services {
			if p.services&(1<<s) != 0 {
				keys = append(keys, keyOf(p.kind, s))
			}
		}
		for _, key := range keys {
			_, _ = w.Write(command("GEOADD", key, degrees(p.at[0]), degrees(p.at[1]), strconv.Itoa(i))) // Flush tells
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		for range keys {
			if _, err := replied(r); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// command writes a command of the Redis protocol, RESP2.
func command(words ...string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "*%d\r\n", len(words))
	for _, word := range words {
		fmt.Fprintf(&b, "$%d\r\n%s\r\n", len(word), word)
	}
	return b.Bytes()
}

// replied reads one reply of that protocol and returns its length.
func replied(r *bufio.Reader) (int, error) {
	line, err := r.ReadSlice('\n')
	if err != nil {
		return 0, err
	}
	length := len(line)
	if line[0] == '-' || line[0] == '+' || line[0] == ':' {
		if line[0] == '-' {
			return 0, errors.New(string(line))
		}
		return length, nil
	}
	n, err := strconv.Atoi(string(bytes.TrimSpace(line[1:])))
	if err != nil || n < 0 {
		return length, err
	}
	if line[0] == '$' {
		_, err = r.Discard(n + 2)
		return length + n + 2, err
	}
	for range n {
		item, err := replied(r)
		if err != nil {
			return 0, err
		}
		length += item
	}
	return length, nil
}
