package jobs_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"yizhan/stations/jobs"
	"yizhan/stations/store"
)

// A run of three parts on the embedded store.
func Example() {
	dir, _ := os.MkdirTemp("", "jobs-")
	defer os.RemoveAll(dir)
	dsn := "sqlite:" + filepath.Join(dir, "yizhan.db")
	s, _ := store.Open(context.Background(), dsn)
	defer s.Close()
	q, _ := jobs.Open(context.Background(), jobs.Options{DSN: dsn, Store: s})
	defer q.Close()
	results, _ := jobs.Finish(context.Background(), q, jobs.Task{
		Run:   "2026-11",
		Parts: []string{"hefei", "nanjing", "suzhou"},
		Do: func(_ context.Context, job jobs.Job) (json.RawMessage, error) {
			return json.Marshal(len(job.Part))
		},
		Seen: func(int) {},
	})
	for _, f := range results.Done {
		fmt.Println(f.Part, string(f.Body))
	}
	// Output:
	// hefei 5
	// nanjing 7
	// suzhou 6
}
