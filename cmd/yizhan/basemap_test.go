package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"yizhan/stations/basemap"
)

func TestServeRefusesABaseMapThatItCannotShow(t *testing.T) {
	for want, args := range map[string][]string{
		"缺少审图号":          {"--basemap", "amap"},
		"缺少密钥":           {"--basemap", "tianditu", "--basemap-review", "GS(2024)1号"},
		"must hold {z}":  {"--basemap", "amap", "--basemap-review", "GS(2024)1号", "--basemap-url", "https://a.example/{x}/{y}"},
		"no such file":   {"--basemap", "pmtiles:" + filepath.Join(t.TempDir(), "none"), "--basemap-review", "x", "--basemap-credit", "x"},
		"is none of roa": {"--basemap", "mars"},
	} {
		var stderr bytes.Buffer
		store := filepath.Join(t.TempDir(), "x.db")
		code := run(t.Context(), append([]string{"serve", "--store", "sqlite:" + store}, args...), &stderr, &stderr)
		if code != exitUsage || !strings.Contains(stderr.String(), want) {
			t.Errorf("serve %q = %d: %s, want %d and %q", args, code, stderr.String(), exitUsage, want)
		}
		if left, _ := filepath.Glob(store + "*"); len(left) > 0 {
			t.Errorf("serve %q made %v before it refused", args, left)
		}
	}
}

func TestServeSaysWhoElseLearnsWhereVisitorsLook(t *testing.T) {
	var said bytes.Buffer
	announceBasemap(&said, basemap.Default())
	if said.Len() > 0 {
		t.Errorf("of the own roads it says %q, want nothing", said.String())
	}
	m, err := basemap.Parse(basemap.Setting{Name: "tianditu", Key: "abcdefgh", Review: "GS(2024)1号"})
	if err != nil {
		t.Fatal(err)
	}
	announceBasemap(&said, m)
	if !strings.Contains(said.String(), "https://t0.tianditu.gov.cn") || strings.Contains(said.String(), "abcdefgh") {
		t.Errorf("it says %q, want the host without the key", said.String())
	}
}
