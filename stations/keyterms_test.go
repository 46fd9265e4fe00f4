package stations_test

import (
	"testing"

	"yizhan/stations"
)

func TestAnOriginIsWhatABrowserSends(t *testing.T) {
	for origin, want := range map[string]bool{
		"https://map.example": true, "https://map.example:8443": true, "http://127.0.0.1:8080": true, "http://[::1]:8080": true, "https://xn--fiq228c.example": true,
		"": false, "*": false, "null": false, "map.example": false, "https://": false, "https://map.example/": false, "https://map.example/x": false, "https://map.example:443": false,
		"http://map.example:80": false, "https://map.example:": false, "https://Map.example": false, "https://user@map.example": false, "https://map.example?x": false, "https://map.example#x": false,
		"ftp://map.example": false, "capacitor://localhost": false, "https://a.example https://b.example": false,
	} {
		if got := stations.ValidOrigin(origin); got != want {
			t.Errorf("ValidOrigin(%q) = %v, want %v", origin, got, want)
		}
	}
}
