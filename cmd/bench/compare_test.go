//go:build bench

package bench

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"testing"
)

// firstAnswers asks the requests one after another and returns the bodies.
func firstAnswers(t *testing.T, addr string, requests [][]byte) [][]byte {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	r := bufio.NewReader(conn)
	bodies := make([][]byte, len(requests))
	for i, request := range requests {
		var body bytes.Buffer
		if _, err := conn.Write(request); err != nil {
			t.Fatal(err)
		}
		if _, err := answer(r, &body); err != nil {
			t.Fatal(err)
		}
		bodies[i] = body.Bytes()
	}
	return bodies
}

// compareAnswers makes sure that both answer the same stations in the same
// order.
func compareAnswers(t *testing.T, ours, theirs [][]byte) {
	t.Helper()
	found, differ := 0, 0
	for i := range ours {
		a, b := names(t, ours[i]), names(t, theirs[i])
		found += len(a)
		if fmt.Sprint(a) != fmt.Sprint(b) {
			differ++
		}
	}
	fmt.Printf("the same answer from yizhan and PostGIS to %d of %d questions, %.1f stations each\n", len(ours)-differ, len(ours), float64(found)/float64(len(ours)))
	if differ > len(ours)/100 {
		t.Fatalf("%d of %d answers differ", differ, len(ours))
	}
}

func names(t *testing.T, body []byte) []any {
	t.Helper()
	var all []any
	for _, card := range decode(t, body).Stations {
		all = append(all, card["name"])
	}
	return all
}

// typical returns the sample answer whose length is nearest to the mean.
func typical(sample [][]byte) []byte {
	total := 0
	for _, body := range sample {
		total += len(body)
	}
	mean := total / len(sample)
	best := sample[0]
	for _, body := range sample {
		if abs(len(body)-mean) < abs(len(best)-mean) {
			best = body
		}
	}
	return best
}

func abs(n int) int { return max(n, -n) }
