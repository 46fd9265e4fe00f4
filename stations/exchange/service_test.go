package exchange

import (
	"testing"
	"time"

	"yizhan/stations"
)

func TestAListMeetsWhatIsKnownOfAService(t *testing.T) {
	day := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		known stations.ServiceState
		cell  string
		want  stations.ServiceStatus
	}{
		"offered, and now it is said that there is none": {stations.ServiceState{Status: stations.ServiceOK}, "淋浴（无）", stations.ServiceNone},
		"none by an earlier list, and now there is one":  {stations.ServiceState{Status: stations.ServiceNone}, "淋浴", stations.ServiceOK},
		"none to who was there, whatever a list says":    {stations.ServiceState{Status: stations.ServiceNone, CheckedAt: &day}, "淋浴", stations.ServiceNone},
		"broken, which a list of words does not know":    {stations.ServiceState{Status: stations.ServiceBroken}, "淋浴", stations.ServiceBroken},
	} {
		c.known.Code = "shower"
		s := stations.Station{Services: []stations.ServiceState{c.known}}
		if bad := servicesAccess().set(&s, c.cell); bad != (fault{}) || len(s.Services) != 1 || s.Services[0].Status != c.want {
			t.Errorf("%s: services %v, %v, want one that is %q", name, s.Services, bad, c.want)
		}
	}
}
