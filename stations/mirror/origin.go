package mirror

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"yizhan/stations"
)

// Limits of what an origin may send.
const (
	pageLimit = 1000      // changes of one page
	maxPage   = 256 << 20 // bytes of one page
	maxLine   = 4 << 20   // bytes of one station
	stallTime = time.Minute
)

// origin asks the origin.
type origin struct {
	base   *url.URL
	key    string
	client *http.Client
	odd    string // a version of areas that a store counts otherwise
}

func newOrigin(m *Mirror) *origin {
	via := m.Via
	if via == nil {
		via = http.DefaultTransport.(*http.Transport).Clone() //nolint:forcetypeassert // it is one
	}
	return &origin{base: m.Origin, key: m.Key, client: &http.Client{
		Transport:     via,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

func (o *origin) close() { o.client.CloseIdleConnections() }

// answered reads the answer to a question.
type answered func(head http.Header, body io.Reader) error

// ask sends a question and gives its answer to read, which must not pause for
// longer than stallTime beyond wait.
func (o *origin) ask(ctx context.Context, path string, values url.Values, wait time.Duration, read answered) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stalled := fmt.Errorf("the origin sent nothing for %v", stallTime)
	alarm := time.AfterFunc(stallTime+wait, func() { cancel(stalled) })
	defer alarm.Stop()
	target := o.base.JoinPath(path)
	target.RawQuery = values.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target.String(), http.NoBody)
	if err != nil {
		return settled(err)
	}
	if o.key != "" {
		request.Header.Set("Authorization", "Bearer "+o.key)
	}
	answer, err := o.client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return refused(answer)
	}
	return read(answer.Header, lively{answer.Body, alarm})
}

// lively puts the alarm off at each piece that comes.
type lively struct {
	io.Reader
	alarm *time.Timer
}

// Read implements io.Reader.
func (l lively) Read(b []byte) (int, error) {
	n, err := l.Reader.Read(b)
	if n > 0 {
		l.alarm.Reset(stallTime)
	}
	return n, err
}

// page is an answer of /v1/changes?view=record.
type page struct {
	Epoch    string
	Revision stations.Revision
	Scope    stations.Scope
	Areas    *string // their version; nil from an origin that does not tell it
	Next     *stations.Revision
	Changes  []struct {
		Revision stations.Revision
		ID       stations.ID
		Op       stations.Op
		At       time.Time
		Record   *stations.Station
	}
}

// changes asks for what comes after the mark.
func (o *origin) changes(ctx context.Context, from stations.Mark, wait time.Duration) (*page, error) {
	values := url.Values{
		"view": {"record"}, "epoch": {from.Epoch},
		"since": {strconv.FormatInt(int64(from.Revision), 10)},
		"limit": {strconv.Itoa(pageLimit)},
	}
	if wait > 0 {
		values.Set("wait", strconv.Itoa(int(wait.Seconds())))
	}
	p := new(page)
	err := o.ask(ctx, "v1/changes", values, wait, func(_ http.Header, r io.Reader) error {
		if err := json.NewDecoder(io.LimitReader(r, maxPage)).Decode(p); err != nil {
			return fmt.Errorf("a page of changes is not whole: %w", err)
		}
		return nil
	})
	return p, err
}

// after returns the page's changes after the mark. A page that came late or
// twice may begin before it; one with a hole, or of another epoch, is an error.
func (p *page) after(from stations.Mark) ([]stations.Change, error) {
	if p.Epoch != from.Epoch {
		return nil, fmt.Errorf("a page of changes is of another epoch than was asked for")
	}
	list := make([]stations.Change, 0, len(p.Changes))
	next := from.Revision + 1
	for _, c := range p.Changes {
		if c.Revision < next {
			continue
		}
		if c.Revision > next {
			return nil, fmt.Errorf("a page of changes lacks revision %d", next)
		}
		list = append(list, stations.Change{Revision: c.Revision, ID: c.ID, Station: c.Record, At: c.At, Op: c.Op})
		next++
	}
	return list, nil
}

// snapshot adds to f what it lacks, and returns nil when it is whole.
func (o *origin) snapshot(ctx context.Context, f *spool) error {
	values := url.Values{}
	if f.head.Epoch != "" {
		values = url.Values{"epoch": {f.head.Epoch}, "at": {strconv.FormatInt(int64(f.head.Revision), 10)}}
		if f.last != "" {
			values.Set("after", string(f.last))
		}
	}
	return o.ask(ctx, "v1/changes/snapshot", values, 0, func(_ http.Header, r io.Reader) error {
		lines := bufio.NewScanner(r)
		lines.Buffer(make([]byte, 64<<10), maxLine)
		lines.Split(wholeLines)
		if err := f.take(lines); err != nil {
			return err
		}
		return f.keep()
	})
}
