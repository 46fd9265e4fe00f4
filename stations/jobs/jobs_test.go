package jobs_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"yizhan/stations"
	"yizhan/stations/archive"
	"yizhan/stations/jobs"
	"yizhan/stations/postgis/postgistest"
	"yizhan/stations/store"
)

// newDatabase makes a database with all tables and drops it after the test.
func newDatabase(t *testing.T) (dsn string) {
	t.Helper()
	dsn = postgistest.Database(t)
	if _, err := store.Migrate(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
	return dsn
}

// opener gives one more process's view of a queue; of the list in this process
// there is one.
type opener func() jobs.Queue

// eachQueue runs a test with each kind of queue.
func eachQueue(t *testing.T, test func(t *testing.T, open opener)) {
	t.Run("in process", func(t *testing.T) {
		q := openerOf(t, "sqlite:"+filepath.Join(t.TempDir(), "yizhan.db"))()
		test(t, func() jobs.Queue { return q })
	})
	t.Run("shared", func(t *testing.T) { test(t, sharedQueue(t)) })
}

// sharedQueue makes a queue in a database of its own.
func sharedQueue(t *testing.T) opener {
	t.Helper()
	dsn := newDatabase(t)
	if applied, err := jobs.Migrate(t.Context(), dsn); err != nil || len(applied) == 0 {
		t.Fatalf("Migrate = %v, %v, want the first tables", applied, err)
	}
	if applied, err := jobs.Migrate(t.Context(), dsn); err != nil || len(applied) != 0 {
		t.Fatalf("Migrate again = %v, %v, want nothing to do", applied, err)
	}
	return openerOf(t, dsn)
}

func openerOf(t *testing.T, dsn string) opener {
	t.Helper()
	s, err := store.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return func() jobs.Queue {
		q, err := jobs.Open(t.Context(), jobs.Options{DSN: dsn, Store: s, Workers: 2, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(q.Close)
		return q
	}
}

// counter counts how often each part is done.
type counter struct {
	mu   sync.Mutex
	done map[string]int
}

func (c *counter) do(_ context.Context, job jobs.Job) (json.RawMessage, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.done == nil {
		c.done = map[string]int{}
	}
	c.done[job.Part]++
	return json.Marshal(job.Part + " of " + job.Run)
}

func task(run string, parts []string, do jobs.Do) jobs.Task {
	return jobs.Task{Run: run, Parts: parts, Do: do, Seen: func(int) {}}
}

func TestEachPartIsDoneOnceByWhoeverIsFree(t *testing.T) {
	parts := []string{"a", "b", "c", "d", "e", "f", "g"}
	eachQueue(t, func(t *testing.T, open opener) {
		var c counter
		helping, stop := context.WithCancel(t.Context())
		var helper sync.WaitGroup
		other := open()
		helper.Go(func() {
			if err := other.Work(helping, parts, c.do); err != nil {
				t.Errorf("Work = %v, want nil when its context ends", err)
			}
		})
		results, err := jobs.Finish(t.Context(), open(), task("r1", parts, c.do))
		stop()
		helper.Wait()
		if err != nil || len(results.Done) != len(parts) || len(results.Failed) != 0 {
			t.Fatalf("Finish = %d done, %v failed, %v, want %d done", len(results.Done), results.Failed, err, len(parts))
		}
		for i, part := range parts {
			if c.done[part] != 1 || string(results.Done[i].Body) != `"`+part+` of r1"` {
				t.Errorf("part %s was done %d times and found %s, want once", part, c.done[part], results.Done[i].Body)
			}
		}
		if _, err := jobs.Finish(t.Context(), open(), task("r1", parts, c.do)); err != nil || c.done["a"] != 1 {
			t.Errorf("Finish again = %v with a done %d times, want what was found before", err, c.done["a"])
		}
	})
}

func TestAPartThatCannotBeDoneIsGivenUpAndTriedAnewWhenAsked(t *testing.T) {
	eachQueue(t, func(t *testing.T, open opener) {
		broken := true
		do := func(_ context.Context, job jobs.Job) (json.RawMessage, error) {
			if broken && job.Part == "b" {
				return nil, stations.Errorf(stations.Gone, "the demand has changed")
			}
			return json.RawMessage(`1`), nil
		}
		q := open()
		results, err := jobs.Finish(t.Context(), q, task("r", []string{"a", "b"}, do))
		if err != nil || len(results.Done) != 1 || results.Failed["b"] == "" {
			t.Fatalf("Finish = %+v, %v, want a done and b failed with a reason", results, err)
		}
		if got, want := results.Failed["b"], "the demand has changed"; got != want {
			t.Errorf("b failed because %q, want %q", got, want)
		}
		broken = false
		results, err = jobs.Finish(t.Context(), q, task("r", []string{"a", "b"}, do))
		if err != nil || len(results.Done) != 2 || len(results.Failed) != 0 {
			t.Errorf("Finish again = %+v, %v, want both done", results, err)
		}
	})
}

func TestWorkThatIsStoppedGoesBackToTheQueue(t *testing.T) {
	eachQueue(t, func(t *testing.T, open opener) {
		begun := make(chan struct{}, 1)
		hang := func(ctx context.Context, _ jobs.Job) (json.RawMessage, error) {
			begun <- struct{}{}
			<-ctx.Done()
			return nil, ctx.Err()
		}
		q := open()
		if err := q.Enqueue(t.Context(), "r", []string{"a"}); err != nil {
			t.Fatal(err)
		}
		working, stop := context.WithCancel(t.Context())
		go func() { <-begun; stop() }()
		if err := q.Work(working, []string{"a"}, hang); err != nil {
			t.Fatalf("Work = %v, want nil", err)
		}
		var c counter
		results, err := jobs.Finish(t.Context(), open(), task("r", []string{"a"}, c.do))
		if err != nil || len(results.Done) != 1 || c.done["a"] != 1 {
			t.Errorf("Finish after a stop = %+v, %v, want a done", results, err)
		}
	})
}

func TestAWorkerIsGivenOnlyPartsThatItCanDo(t *testing.T) {
	eachQueue(t, func(t *testing.T, open opener) {
		var mine, theirs counter
		q := open()
		if err := q.Enqueue(t.Context(), "r", []string{"a", "b", "c"}); err != nil {
			t.Fatal(err)
		}
		working, stop := context.WithCancel(t.Context())
		var other sync.WaitGroup
		other.Go(func() { _ = q.Work(working, []string{"b", "x", "b"}, theirs.do) })
		results, err := jobs.Finish(t.Context(), open(), task("r", []string{"a", "c"}, mine.do))
		for err == nil && len(results.Done) < 3 {
			results, err = q.Results(t.Context(), "r")
		}
		stop()
		other.Wait()
		if err != nil || mine.done["b"] != 0 || theirs.done["b"] != 1 || len(theirs.done) != 1 {
			t.Errorf("one worker did %v, the other %v, %v, want a and c, and b", mine.done, theirs.done, err)
		}
	})
}

func TestAPassingFaultIsTriedAgain(t *testing.T) {
	tries := 0
	flaky := func(context.Context, jobs.Job) (json.RawMessage, error) {
		if tries++; tries == 1 {
			return nil, errors.New("a passing fault")
		}
		return json.RawMessage(`1`), nil
	}
	results, err := jobs.Finish(t.Context(), sharedQueue(t)(), task("r", []string{"a"}, flaky))
	if err != nil || len(results.Done) != 1 || tries != 2 {
		t.Errorf("Finish = %+v, %v after %d tries, want a done by the second", results, err, tries)
	}
}

func TestADatabaseWithoutAQueueSaysWhatToRun(t *testing.T) {
	dsn := newDatabase(t)
	_, err := jobs.Open(t.Context(), jobs.Options{DSN: dsn, Log: slog.New(slog.DiscardHandler)})
	if stations.CodeOf(err) != stations.Unavailable {
		t.Errorf("Open = %v, want Unavailable", err)
	}
}

func TestFinishEndsWithItsContext(t *testing.T) {
	eachQueue(t, func(t *testing.T, open opener) {
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer cancel()
		hang := func(ctx context.Context, _ jobs.Job) (json.RawMessage, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		if _, err := jobs.Finish(ctx, open(), task("r", []string{"a"}, hang)); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Finish = %v, want the context's error", err)
		}
	})
}

// A restore goes back to earlier revisions, and a run of the same id may be
// another one then: what was asked for before it must find nothing for it.
func TestAJobOfBeforeARestoreFindsNothing(t *testing.T) {
	for _, kind := range []string{"in process", "shared"} {
		t.Run(kind, func(t *testing.T) {
			dsn := "sqlite:" + filepath.Join(t.TempDir(), "yizhan.db")
			if kind == "shared" {
				dsn = newDatabase(t)
			}
			if _, err := jobs.Migrate(t.Context(), dsn); err != nil {
				t.Fatal(err)
			}
			s, restore := restorer(t, dsn)
			q := openerOf(t, dsn)()
			parts := []string{"waits", "works"}
			if err := q.Enqueue(t.Context(), "r", parts[:1]); err != nil {
				t.Fatal(err)
			}
			restore()
			var once sync.Once
			_, err := jobs.Finish(t.Context(), q, task("r", parts[1:], func(_ context.Context, job jobs.Job) (json.RawMessage, error) {
				once.Do(restore)
				return json.Marshal(job.Epoch)
			}))
			if stations.CodeOf(err) != stations.Gone {
				t.Errorf("Finish = %v while the store is restored, want Gone", err)
			}
			results, err := jobs.Finish(t.Context(), q, task("r", parts, func(_ context.Context, job jobs.Job) (json.RawMessage, error) {
				return json.Marshal(job.Epoch)
			}))
			if err != nil || len(results.Done) != 2 || len(results.Failed) != 0 {
				t.Errorf("Finish after the restore = %+v, %v, want both parts done", results, err)
			}
			epoch, _ := s.Epoch(t.Context())
			for _, done := range results.Done {
				if got, want := string(done.Body), `"`+epoch+`"`; got != want {
					t.Errorf("part %s found %s, want %s as of after the restore", done.Part, got, want)
				}
			}
		})
	}
}

// restorer opens a store, and takes a backup that restore brings back.
func restorer(t *testing.T, dsn string) (s stations.Store, restore func()) {
	t.Helper()
	s, err := store.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	var backup bytes.Buffer
	if _, err := archive.Write(t.Context(), &backup, s, 1); err != nil {
		t.Fatal(err)
	}
	return s, func() {
		if _, err := archive.Read(t.Context(), bytes.NewReader(backup.Bytes()), s, archive.Options{Schema: 1, Replace: true}); err != nil {
			t.Error(err)
		}
	}
}
