package mirror

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"os"

	"yizhan/stations"
)

// Limits of what an origin may send of areas.
const (
	maxArea  = 64 << 20 // bytes of one
	maxAreas = 2 << 30  // of all
)

// errAreas says that areas came otherwise than they were announced.
var errAreas = fmt.Errorf("the areas are not what the origin says that they are")

// areasHead is the first line of an origin's areas.
type areasHead struct {
	Version string
	Areas   int
	SHA256  string // of all after it
}

// levelAreas puts the origin's areas, of that version, in the place of those
// that the store has, unless it has the same. Areas that this store refuses are
// asked for once.
func (m *Mirror) levelAreas(ctx context.Context, o *origin, version string) error {
	has, err := m.Store.AreasVersion(ctx)
	if err != nil || has == version || o.odd == version {
		return err
	}
	file, err := os.CreateTemp("", "yizhan-areas-*")
	if err != nil {
		return settled(fmt.Errorf("make a file for the areas: %w", err))
	}
	defer os.Remove(file.Name())
	defer file.Close()
	var head areasHead
	if err := o.areas(ctx, file, &head); err != nil {
		return err
	}
	err = m.Store.RepeatAreas(ctx, areasOf(file))
	if stations.CodeOf(err) == stations.Invalid {
		o.odd = version
		m.Log.Warn("行政区不合规，略过 the origin's areas are refused here and left out", "error", err)
		return nil
	}
	if err != nil {
		return err
	}
	m.Log.Info("已取行政区 the mirror has the areas", "areas", head.Areas)
	if has, err = m.Store.AreasVersion(ctx); has != head.Version {
		o.odd = head.Version // of another yizhan: once is enough
	}
	return err
}

// areas fetches all areas into the file, a line each.
func (o *origin) areas(ctx context.Context, file *os.File, head *areasHead) error {
	return o.ask(ctx, "v1/areas", url.Values{"view": {"record"}}, 0, func(_ http.Header, r io.Reader) error {
		body := bufio.NewReader(io.LimitReader(r, maxAreas))
		first, err := body.ReadSlice('\n')
		if err != nil || json.Unmarshal(first, head) != nil {
			return errAreas
		}
		sum := sha256.New()
		if _, err := io.Copy(io.MultiWriter(file, sum), body); err != nil {
			return fmt.Errorf("read the areas: %w", err)
		}
		if hex.EncodeToString(sum.Sum(nil)) != head.SHA256 {
			return errAreas
		}
		return nil
	})
}

// areasOf reads the areas of the file.
func areasOf(file *os.File) iter.Seq2[stations.Area, error] {
	return func(yield func(stations.Area, error) bool) {
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			yield(stations.Area{}, err)
			return
		}
		lines := bufio.NewScanner(file)
		lines.Buffer(make([]byte, 64<<10), maxArea)
		for lines.Scan() {
			a, err := stations.DecodeArea(lines.Bytes())
			if !yield(a, err) || err != nil {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(stations.Area{}, err)
		}
	}
}
