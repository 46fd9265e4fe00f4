package basemap

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"yizhan/geo/datum"
)

// Setting is what an operator says about the base map.
type Setting struct {
	Name   string   // roads, a service, or pmtiles:FILE or pmtiles:URL
	Key    string   // the service's key for browsers, which everybody sees who looks at the map
	URLs   []string // instead of the service's own addresses, one per layer, the lowest first: a proxy of the operator's
	Review string   // 审图号
	Credit string   // instead of the service's own
}

// ErrSetting is in the chain of every error of Parse.
var ErrSetting = errors.New("底图设置有误 the base map cannot be used")

const (
	archivePrefix = "pmtiles:"
	longest       = 80 // characters of a review number or a credit
	longestURL    = 500
	mostLayers    = 4
)

// Parse checks a setting and makes the map of it. No name is Default. Errors
// name the part of the setting and the rule it breaks, and never tell the key.
func Parse(s Setting) (Map, error) {
	m, err := parse(s)
	if err != nil {
		return Map{}, fmt.Errorf("%w: %w", ErrSetting, err)
	}
	return m, nil
}

func parse(s Setting) (Map, error) {
	if err := cmp.Or(printable("review", s.Review), printable("credit", s.Credit)); err != nil {
		return Map{}, err
	}
	m, err := named(s)
	if err != nil {
		return Map{}, err
	}
	if m.Kind != Roads && s.Review == "" {
		return Map{}, errors.New("review: 缺少审图号 the review number that is to stand on the map is missing; it stands at the foot of the provider's own map")
	}
	m.Review, m.Credit = s.Review, cmp.Or(s.Credit, m.Credit)
	if m.Kind == Archive && m.Credit == "" {
		return Map{}, errors.New("credit: 缺少署名 whose map the archive is must stand on it, as © OpenStreetMap contributors")
	}
	return m, nil
}

// named makes the map of the setting's name.
func named(s Setting) (Map, error) {
	place, archived := strings.CutPrefix(s.Name, archivePrefix)
	known, isService := known(s.Name)
	switch {
	case isService:
		return known.with(s)
	case s.Key != "" || len(s.URLs) > 0:
		return Map{}, fmt.Errorf("key, url: 只用于地图服务 are for map services, not for %q", s.Name)
	case archived:
		return archive(place)
	case s.Name == "" || s.Name == "roads":
		return Default(), nil
	}
	return Map{}, fmt.Errorf("%.40q: 未知 is none of %s", s.Name, names())
}

// with makes the map of a service by the operator's key and addresses.
func (v service) with(s Setting) (Map, error) {
	layers := v.layers
	if len(s.URLs) > mostLayers {
		return Map{}, fmt.Errorf("url: has more than %d layers", mostLayers)
	}
	if len(s.URLs) > 0 {
		layers = nil
		for _, u := range s.URLs {
			layers = append(layers, []string{u})
		}
	}
	m := Map{Name: v.name, Kind: Raster, Datum: v.datum, Credit: v.credit}
	if err := checkKey(v, s, layers); err != nil {
		return Map{}, err
	}
	for _, addresses := range layers {
		tiles := make([]string, len(addresses))
		for i, address := range addresses {
			if problem := template(address); problem != "" {
				return Map{}, fmt.Errorf("url: %s", problem)
			}
			tiles[i] = strings.ReplaceAll(address, "{key}", s.Key)
		}
		m.Layers = append(m.Layers, Layer{tiles, maxZoom})
	}
	return m, nil
}

// checkKey holds the key against the addresses that are to carry it.
func checkKey(v service, s Setting, layers [][]string) error {
	wanted := false
	for _, addresses := range layers {
		wanted = wanted || strings.Contains(addresses[0], "{key}")
	}
	switch {
	case wanted && s.Key == "":
		return fmt.Errorf("key: 缺少密钥 %s needs the operator's key for browsers", v.name)
	case !wanted && s.Key != "":
		return fmt.Errorf("key: 用不上 no address of %s holds {key}", v.name)
	case s.Key != "" && !keyForm.MatchString(s.Key):
		return errors.New("key: must be 8 to 128 letters, digits, - or _")
	}
	return nil
}

var (
	keyForm  = regexp.MustCompile(`^[0-9A-Za-z_-]{8,128}$`)
	hostForm = regexp.MustCompile(`^([0-9A-Za-z.-]+|\[[0-9A-Fa-f:]+\])(:[0-9]{1,5})?$`)
)

// template says what is wrong with the address of tiles, "" for nothing.
func template(address string) string {
	for _, hole := range []string{"{z}", "{x}", "{y}"} {
		if strings.Count(address, hole) != 1 {
			return "must hold " + hole + " once"
		}
	}
	_, problem := originOf(address)
	return problem
}

// originOf returns the scheme and host of an address, or what is wrong with
// it. The host goes into a header, so it holds nothing but a host.
func originOf(address string) (origin, problem string) {
	u, err := url.Parse(address)
	switch {
	case len(address) > longestURL:
		return "", fmt.Sprintf("must have at most %d characters", longestURL)
	case err != nil || u.Opaque != "" || u.Scheme != "https" && u.Scheme != "http":
		return "", "must begin with https:// or http://"
	case u.User != nil || !hostForm.MatchString(u.Host):
		return "", "must name a host and nobody's password"
	}
	return u.Scheme + "://" + strings.ToLower(u.Host), ""
}

// archive makes the map of a PMTiles file, here or elsewhere.
func archive(place string) (Map, error) {
	m := Map{Name: "pmtiles", Kind: Archive, Datum: datum.WGS84, Archive: place}
	if strings.Contains(place, "://") {
		if _, problem := originOf(place); problem != "" {
			return Map{}, fmt.Errorf("%s%.80s: %s", archivePrefix, place, problem)
		}
		return m, nil
	}
	if err := checkArchive(place); err != nil {
		return Map{}, fmt.Errorf("%s%.80s: %w", archivePrefix, place, err)
	}
	m.Archive, m.file = Path, place
	return m, nil
}

// signature begins every PMTiles archive of version 3 (protomaps/PMTiles,
// spec/v3, section 3.2).
const signature = "PMTiles\x03"

// checkArchive reads the first bytes of a file. The rest is the pages' to
// read.
func checkArchive(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	head := make([]byte, len(signature))
	if _, err := io.ReadFull(f, head); err != nil || string(head) != signature {
		return errors.New("不是 PMTiles 第 3 版 is not a PMTiles archive of version 3")
	}
	return nil
}

// printable refuses what does not fit in a line on a map.
func printable(part, text string) error {
	if utf8.RuneCountInString(text) > longest || !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) {
		return fmt.Errorf("%s: must be one line of at most %d characters", part, longest)
	}
	return nil
}
