package api_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yizhan/geo/hex"
	"yizhan/geo/roads/roadstest"
	"yizhan/stations/api"
	"yizhan/stations/unmet"
)

// unmetAnswer is what /v1/unmet tells.
type unmetAnswer struct {
	Counting bool
	Rows     []unmetRow
	Next     *string
}

type unmetRow struct {
	H3, Hour, Kind, Service string
	Searches                int
}

// counting is a rig of a server that counts searches that found nothing.
func counting(t *testing.T) *rig {
	return newRig(t, func(c *api.Config) {
		c.Unmet = unmet.NewTally(c.Store, func() time.Time { return noon }, slog.New(slog.DiscardHandler))
	})
}

// search asks for what is nearest to the node B of the drawn town.
func (r *rig) search(times int, rest string) {
	r.t.Helper()
	at := r.net.At('B')
	for range times {
		target := fmt.Sprintf("/v1/nearby?lon=%.6f&lat=%.6f%s", at.Lon(), at.Lat(), rest)
		if got := r.ask(http.MethodGet, target, ""); got.Code != http.StatusOK {
			r.t.Fatalf("GET %s = %d: %s", target, got.Code, got.Body)
		}
	}
}

func (r *rig) unmet(rest string) (a unmetAnswer) {
	r.t.Helper()
	r.get("/v1/unmet"+rest, &a)
	return a
}

func TestSearchesThatFoundNothingAreShownAtTen(t *testing.T) {
	r := counting(t)
	r.search(9, "&kind=smart_locker&service=aed")
	if got := r.unmet(""); !got.Counting || len(got.Rows) > 0 {
		t.Errorf("/v1/unmet after nine searches = %+v, want no rows", got)
	}
	r.search(1, "&kind=smart_locker&service=aed")
	cell := hex.At(r.net.At('B'), 8).String()
	want := []unmetRow{{cell, "2026-11-20T12:00:00+08:00", "smart_locker", "aed", 10}}
	if diff := cmp.Diff(want, r.unmet("").Rows); diff != "" {
		t.Errorf("/v1/unmet after ten searches (-want +got):\n%s", diff)
	}
	csv := r.ask(http.MethodGet, "/v1/unmet?f=csv", "").Body.String()
	if want := "h3,hour,kind,service,searches\n" + cell + ",2026-11-20T12:00:00+08:00,smart_locker,aed,10\n"; csv != want {
		t.Errorf("/v1/unmet?f=csv = %q, want %q", csv, want)
	}
}

func TestWhichSearchesFoundNothing(t *testing.T) {
	for sentence, c := range map[string]struct {
		rest string
		want int
	}{
		"a station within 5 km serves":                      {"", 0},
		"no station of the kind is there":                   {"&kind=smart_locker", 10},
		"stations are farther than the asked radius":        {"&radius_m=1", 10},
		"a station is within the asked time":                {"&max_minutes=600&kind=union_station", 0},
		"a station is within the asked radius":              {"&radius_m=30000", 0},
		"stations are farther than the asked time":          {"&max_minutes=0.01", 10},
		"by time, no station of the kind is there":          {"&by=time&kind=smart_locker", 10},
		"by POST it is the same":                            {"POST", 10},
		"a question that breaks a rule is not a search":     {"BAD", 0},
		"a kind that is open now, by unknown hours, serves": {"&open=now", 0},
	} {
		r := counting(t)
		switch c.rest {
		case "POST":
			at := r.net.At('B')
			for range 10 {
				r.ask(http.MethodPost, "/v1/nearby", fmt.Sprintf(`{"lon":%f,"lat":%f,"radius_m":1}`, at.Lon(), at.Lat()))
			}
		case "BAD":
			for range 10 {
				r.ask(http.MethodGet, "/v1/nearby?lon=118&lat=32&kind=nothing", "")
			}
		default:
			r.search(10, c.rest)
		}
		sum := 0
		for _, row := range r.unmet("").Rows {
			sum += row.Searches
		}
		if sum != c.want {
			t.Errorf("%s: ten searches with %q count %d, want %d", sentence, c.rest, sum, c.want)
		}
	}
}

// Stations 5 km away or more serve nobody who names no distance.
func TestAStationFarAwayIsNone(t *testing.T) {
	r := counting(t)
	for _, metres := range []float64{5200, 4700} { // east of the town's stations
		p := roadstest.Shift(r.net.At('E'), metres, -15)
		for range 10 {
			r.ask(http.MethodGet, fmt.Sprintf("/v1/nearby?lon=%.6f&lat=%.6f&kind=driver_home", p.Lon(), p.Lat()), "")
		}
	}
	if rows := r.unmet("").Rows; len(rows) != 1 || rows[0].Searches != 10 {
		t.Errorf("searches at 5.2 and 4.7 km from the only station = %+v, want the former", rows)
	}
}

func TestPagesOfUnmetSearches(t *testing.T) {
	r := counting(t)
	for _, kind := range []string{"smart_locker", "health_station", "mobile_station"} {
		r.search(10, "&kind="+kind)
	}
	r.search(10, "&radius_m=1")
	all := r.unmet("").Rows
	var paged []unmetRow
	for rest := "?limit=1"; ; {
		page := r.unmet(rest)
		paged = append(paged, page.Rows...)
		if page.Next == nil {
			break
		}
		rest = "?limit=1&cursor=" + *page.Next
	}
	if diff := cmp.Diff(all, paged); diff != "" || len(all) != 4 {
		t.Errorf("pages of one (-whole +pages):\n%s", diff)
	}
	for rest, want := range map[string]int{
		"?kind=any": 1, "?kind=smart_locker,mobile_station": 2, "?service=any": 4, "?service=aed": 0,
		"?from=2026-11-20&until=2026-11-20": 4, "?from=2026-11-21": 0, "?until=2026-11-19": 0,
	} {
		if got := r.unmet(rest).Rows; len(got) != want {
			t.Errorf("/v1/unmet%s has %d rows, want %d", rest, len(got), want)
		}
	}
	for _, rest := range []string{"?cursor=x", "?cursor=0~" + strings.Repeat("8", 15) + "~any~any", "?kind=x", "?from=x", "?limit=0", "?nothing=1"} {
		if got := r.ask(http.MethodGet, "/v1/unmet"+rest, ""); got.Code != http.StatusBadRequest {
			t.Errorf("/v1/unmet%s = %d, want 400", rest, got.Code)
		}
	}
}

// A CSV has no room for a cursor beside its rows: its Link must ask the same
// question for the rows that follow.
func TestTheLinkOfACSVAsksTheSameQuestion(t *testing.T) {
	r := counting(t)
	for _, kind := range []string{"smart_locker", "health_station", "mobile_station"} {
		r.search(10, "&kind="+kind)
	}
	var kinds []string
	for target := "/v1/unmet?f=csv&limit=1&kind=smart_locker,mobile_station"; len(kinds) < 4; {
		w := r.ask(http.MethodGet, target, "")
		_, row, _ := strings.Cut(w.Body.String(), "\n")
		if row == "" {
			break
		}
		kinds = append(kinds, strings.Split(row, ",")[2])
		next, _, _ := strings.Cut(strings.TrimPrefix(w.Header().Get("Link"), "<"), ">")
		link, err := url.Parse(next)
		if err != nil {
			t.Fatalf("Link of %s = %q: %v", target, next, err)
		}
		target = link.RequestURI()
	}
	if want := []string{"mobile_station", "smart_locker"}; !slices.Equal(kinds, want) {
		t.Errorf("the kinds of the rows, page by page = %v, want %v", kinds, want)
	}
}

func TestSearchesByWordsAndAlongAWayAreCounted(t *testing.T) {
	r := counting(t)
	at := r.net.At('B')
	from, to := roadstest.Shift(at, -30000, 60000), roadstest.Shift(at, 30000, 60000) // 60 km north of the town
	route := fmt.Sprintf(`{"route":{"type":"LineString","coordinates":[[%f,%f],[%f,%f]]},"kind":"driver_home"}`, from.Lon(), from.Lat(), to.Lon(), to.Lat())
	for range 10 {
		for _, target := range []string{"/v1/stations?q=没有这样的站&kind=health_station&lon=%f&lat=%f", "/v1/stations?q=示例&lon=%f&lat=%f"} {
			if got := r.ask(http.MethodGet, fmt.Sprintf(target, at.Lon(), at.Lat()), ""); got.Code != http.StatusOK {
				t.Fatalf("GET %s = %d: %s", target, got.Code, got.Body)
			}
		}
		r.ask(http.MethodGet, "/v1/stations?q=没有这样的站", "") // from nowhere
		if got := r.ask(http.MethodPost, "/v1/along", route); got.Code != http.StatusOK {
			t.Fatalf("POST /v1/along = %d: %s", got.Code, got.Body)
		}
	}
	got := map[string]string{}
	for _, row := range r.unmet("").Rows {
		got[row.H3] = fmt.Sprint(row.Kind, " ", row.Searches)
	}
	want := map[string]string{
		hex.At(at, 8).String():                            "health_station 10",
		hex.At(roadstest.Shift(at, 0, 60000), 8).String(): "driver_home 10",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("/v1/unmet (-want +got):\n%s", diff)
	}
}

func TestMetaNamesTheLayerThatIsCounted(t *testing.T) {
	type counted struct {
		Layer string
		Days  int
	}
	var on, off struct{ Unmet *counted }
	counting(t).get("/v1/meta", &on)
	newRig(t, nil).get("/v1/meta", &off)
	if on.Unmet == nil || *on.Unmet != (counted{"unmet", 28}) || off.Unmet != nil {
		t.Errorf("unmet of /v1/meta = %+v, and %+v on a server that does not count; want the layer's name and days, and nothing", on.Unmet, off.Unmet)
	}
}

func TestAServerThatDoesNotCountCountsNothing(t *testing.T) {
	r := newRig(t, nil)
	r.search(20, "&kind=smart_locker")
	if got := r.unmet(""); got.Counting || len(got.Rows) > 0 {
		t.Errorf("/v1/unmet of a server that does not count = %+v, want nothing", got)
	}
}
