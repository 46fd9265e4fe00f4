package mirror_test

import (
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"
)

// weather is a proxy before an origin that does to answers what networks do.
type weather struct {
	origin http.Handler

	mu     sync.Mutex
	random *rand.Rand
	storm  bool
	before map[string]*httptest.ResponseRecorder // the last answer of each path
	faults map[string]int
}

func newWeather(origin http.Handler, seed uint64) *weather {
	return &weather{
		origin: origin, random: rand.New(rand.NewPCG(seed, 1)), storm: true,
		before: map[string]*httptest.ResponseRecorder{}, faults: map[string]int{},
	}
}

// next says what becomes of an answer, and where it is cut, of 1000.
func (w *weather) next() (fault string, at int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	faults := []string{"", "", "", "cut off", "cut off", "ended early", "refused", "too many", "a page of HTML", "late", "of before", "never came"}
	fault = faults[0]
	if w.storm {
		fault = faults[w.random.IntN(len(faults))]
	}
	w.faults[fault]++
	return fault, w.random.IntN(1000)
}

// swap keeps an answer and returns the one before.
func (w *weather) swap(path string, answer *httptest.ResponseRecorder) *httptest.ResponseRecorder {
	w.mu.Lock()
	defer w.mu.Unlock()
	before := w.before[path]
	w.before[path] = answer
	if before == nil {
		return answer
	}
	return before
}

// ServeHTTP implements http.Handler.
func (w *weather) ServeHTTP(to http.ResponseWriter, r *http.Request) {
	r.Host = "127.0.0.1"
	answer := httptest.NewRecorder()
	w.origin.ServeHTTP(answer, r)
	before := w.swap(r.URL.Path, answer)
	fault, at := w.next()
	switch fault {
	case "refused":
		to.WriteHeader(http.StatusServiceUnavailable)
		return
	case "too many":
		to.WriteHeader(http.StatusTooManyRequests)
		return
	case "a page of HTML":
		_, _ = to.Write([]byte("<html>welcome to the hotel's network</html>"))
		return
	case "never came":
		panic(http.ErrAbortHandler)
	case "late":
		time.Sleep(3 * time.Millisecond)
	case "of before":
		answer = before
	}
	body := answer.Body.Bytes()
	if fault == "cut off" || fault == "ended early" {
		body = body[:len(body)*at/1000]
	}
	head := to.Header()
	for name, values := range answer.Header() {
		if name != "Content-Length" {
			head[name] = values
		}
	}
	to.WriteHeader(answer.Code)
	_, _ = to.Write(body) // who went away is no failure of the test
	if fault == "cut off" {
		if f, ok := to.(http.Flusher); ok {
			f.Flush()
		}
		panic(http.ErrAbortHandler)
	}
}
