package stations

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestGroundFloor(t *testing.T) {
	for floor, want := range map[string]bool{
		"": true, "1": true, "１": true, "1F": true, "F1": true, "一层": true, "1楼大厅": true, "首层": true, "地面": true,
		"2": false, "B1": false, "-1": false, "11": false, "二楼": false, "十一层": false, "1-2": false, "夹层": false,
	} {
		if got := GroundFloor(floor); got != want {
			t.Errorf("GroundFloor(%q) = %v, want %v", floor, got, want)
		}
	}
}

func TestFlags(t *testing.T) {
	yes, no := true, false
	charging := func(indoor *bool, status ServiceStatus) func(*Station) {
		return func(s *Station) {
			s.Services = []ServiceState{{Code: "ebike_charging", Status: status, Indoor: indoor}}
		}
	}
	tests := []struct {
		name   string
		spoil  func(*Station)
		field  string // "" when nothing is to be looked at
		refuse bool   // an edit may not bring it about
	}{
		{"a whole record", func(*Station) {}, "", false},
		{"an upper floor without a note", func(s *Station) { s.Position.Floor, s.Position.EntranceNote = "2", " " }, "position.entrance_note", true},
		{"an upper floor with a note", func(s *Station) { s.Position.Floor, s.Position.EntranceNote = "2", "东门" }, "", false},
		{"merged into nobody knows what", func(s *Station) { s.Lifecycle = Merged }, "merged_into", true},
		{"charging e-bikes indoors", charging(&yes, ServiceOK), "services", false},
		{"charging e-bikes outdoors", charging(&no, ServiceOK), "", false},
		{"charging e-bikes nobody knows where", charging(nil, ServiceOK), "", false},
		{"no more charging indoors", charging(&yes, ServiceNone), "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := sample()
			tt.spoil(s)
			var fields []string
			for _, p := range s.Flags() {
				fields = append(fields, p.Field)
			}
			var want []string
			if tt.field != "" {
				want = []string{tt.field}
			}
			if diff := cmp.Diff(want, fields); diff != "" {
				t.Errorf("fields of Flags() (-want +got):\n%s", diff)
			}
			if err := s.Validate(); err != nil {
				t.Errorf("Validate() = %v, want nil: a flag is no fault", err)
			}
			if err := CheckEdit(sample(), s); (err != nil) != tt.refuse {
				t.Errorf("CheckEdit(whole, this) = %v, want an error: %v", err, tt.refuse)
			}
			if err := CheckEdit(nil, s); (err != nil) != tt.refuse {
				t.Errorf("CheckEdit(nothing, this) = %v, want an error: %v", err, tt.refuse)
			}
			if err := CheckEdit(s, s); err != nil {
				t.Errorf("CheckEdit(this, this) = %v, want nil: the edit brought nothing about", err)
			}
		})
	}
}

func TestCheckEditNamesEveryFault(t *testing.T) {
	s := sample()
	s.Name, s.Position.Floor, s.Position.EntranceNote = "", "2", ""
	var fields []string
	var e *Error
	if err := CheckEdit(nil, s); errors.As(err, &e) && e.Code == Invalid {
		for _, p := range e.Fields {
			fields = append(fields, p.Field)
		}
	}
	if diff := cmp.Diff([]string{"name", "position.entrance_note"}, fields); diff != "" {
		t.Errorf("fields of CheckEdit (-want +got):\n%s", diff)
	}
}

func TestWhatIsOlderThanARuleIsNoFaultOfAnEdit(t *testing.T) {
	before := sample()
	before.Name = "\u202d站\u202c"
	after := *before
	after.Hours = "24/7"
	if err := CheckEdit(before, &after); err != nil {
		t.Errorf("CheckEdit of other hours = %v, want nil", err)
	}
	after.Position.Address = "中山路\u202e1号"
	for sentence, err := range map[string]error{"CheckEdit": CheckEdit(before, &after), "ValidateChange": after.ValidateChange(before)} {
		var e *Error
		if !errors.As(err, &e) || len(e.Fields) != 1 || e.Fields[0].Field != "position.address" {
			t.Errorf("%s of another address = %v, want the address blamed alone", sentence, err)
		}
	}
}
