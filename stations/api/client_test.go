package api_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"yizhan/geo/datum"
	"yizhan/geo/roads/roadstest"
	"yizhan/stations"
	"yizhan/stations/client"
)

// asker is a client of a rig's server, over the network.
func (r *rig) asker(t *testing.T, key string) *client.ClientWithResponses {
	t.Helper()
	server := httptest.NewServer(r.api)
	t.Cleanup(server.Close)
	c, err := client.New(server.URL, key, client.WithHTTPClient(server.Client()))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAGoProgramFindsTheNearest(t *testing.T) {
	r := newRig(t, nil)
	here := datum.Out(roadstest.Shift(r.net.At('B'), 3, 20), datum.GCJ02)
	gcj02, geojson := client.Datum("gcj02"), client.GetNearbyParamsF("geojson")
	answer, err := r.asker(t, "").GetNearbyWithResponse(t.Context(), &client.GetNearbyParams{Lon: here.Lon, Lat: here.Lat, Datum: &gcj02, Kind: []string{"union_station", "driver_home"}})
	if err != nil {
		t.Fatal(err)
	}
	list := answer.JSON200
	if list.Datum != "gcj02" || len(list.Stations) != 3 || list.Stations[0].Id != string(r.list[0].ID) || list.Stations[0].DistanceM > 1 {
		t.Errorf("nearby = %+v", list)
	}
	shapes, err := r.asker(t, "").GetNearbyWithResponse(t.Context(), &client.GetNearbyParams{Lon: here.Lon, Lat: here.Lat, F: &geojson})
	if err != nil || shapes.JSON200 != nil || len(shapes.ApplicationgeoJSON200.Features) != 3 || shapes.ApplicationgeoJSON200.Features[0].Geometry.Type != "Point" {
		t.Errorf("nearby as GeoJSON = %+v, %v", shapes, err)
	}
}

// A record is made, changed, read, told of and taken away by programs that
// know the document alone.
func TestAGoProgramKeepsARecord(t *testing.T) {
	r := newRig(t, nil)
	asker, ctx := r.asker(t, ""), t.Context()
	lon, lat := 118.8, 32.05
	made, err := asker.PostStationWithResponse(ctx, &client.PostStationParams{}, client.Edit{Datum: "gcj02", Lon: &lon, Lat: &lat, Name: "新街口驿站", Kind: "union_station"})
	if err != nil || made.JSON201 == nil || *made.JSON201.Adcode != "320102" {
		t.Fatalf("POST /v1/stations = %+v, %v", made, err)
	}
	id, tag := *made.JSON201.Id, made.HTTPResponse.Header.Get("ETag")
	_, err = asker.PatchStationWithResponse(ctx, id, &client.PatchStationParams{IfMatch: `"999"`}, map[string]any{"name": "x"})
	var refused *client.Refused
	if !errors.As(err, &refused) || refused.Type != "/problems/precondition_failed" || refused.Status != http.StatusPreconditionFailed {
		t.Errorf("PATCH with another tag = %v, want the problem", err)
	}
	changed, err := asker.PatchStationWithResponse(ctx, id, &client.PatchStationParams{IfMatch: tag}, map[string]any{"hours": "24/7"})
	if err != nil || *changed.JSON200.Hours != "24/7" || changed.JSON200.Name != "新街口驿站" {
		t.Fatalf("PATCH = %+v, %v", changed, err)
	}
	past, err := asker.GetHistoryWithResponse(ctx, id, &client.GetHistoryParams{})
	if err != nil || len(past.JSON200.Changes) != 2 || past.JSON200.Changes[1].Station.Hours != nil {
		t.Errorf("history = %+v, %v, want both writes", past, err)
	}
	if _, err := asker.DeleteStationWithResponse(ctx, id, &client.DeleteStationParams{IfMatch: changed.HTTPResponse.Header.Get("ETag"), Reason: new("拆除")}); err != nil {
		t.Errorf("DELETE = %v", err)
	}
	if _, err := asker.GetStationWithResponse(ctx, id, &client.GetStationParams{}); !errors.As(err, &refused) || refused.Type != "/problems/gone" {
		t.Errorf("GET after it = %v, want gone", err)
	}
}

func TestAGoProgramPlans(t *testing.T) {
	r := newRig(t, nil)
	asker, ctx := r.asker(t, ""), t.Context()
	minutes, res, gcj02 := 2.0, int64(10), client.Datum("gcj02")
	run, err := asker.PostCoverageWithResponse(ctx, client.CoverageRequest{Minutes: &minutes, Res: &res, Datum: &gcj02})
	if err != nil || run.JSON200.Stations.Used != 2 || run.JSON200.Datum != "gcj02" || run.JSON200.Cells.Total == 0 {
		t.Fatalf("coverage = %+v, %v", run, err)
	}
	rows, err := asker.GetCells(ctx, run.JSON200.Id, &client.GetCellsParams{})
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Body.Close()
	if text, err := io.ReadAll(rows.Body); err != nil || !strings.Contains(string(text), `"h3"`) {
		t.Errorf("cells = %.200s, %v", text, err)
	}
	p := client.SitingRequest{P: 1, Datum: &gcj02, Base: &client.SitingRequest_Base{}}
	if err := p.Base.FromBaseRequest(client.BaseRequest{Minutes: &minutes, Res: &res}); err != nil {
		t.Fatal(err)
	}
	next, err := asker.PostSitingWithResponse(ctx, p)
	if err != nil || len(next.JSON200.Sites) != 1 || next.JSON200.Demand.To.Covered != next.JSON200.Covered {
		t.Errorf("siting = %+v, %v", next, err)
	}
}

func TestAGoProgramIsKnownByItsKey(t *testing.T) {
	r, keys := keyed(t)
	reader := strings.TrimPrefix(keys[stations.RoleReader], "Authorization: Bearer ")
	me, err := r.asker(t, reader).GetMeWithResponse(t.Context())
	if err != nil || me.JSON200.Role != "reader" {
		t.Errorf("GET /v1/me = %+v, %v", me, err)
	}
	var refused *client.Refused
	if _, err := r.asker(t, reader).PostCoverageWithResponse(t.Context(), client.CoverageRequest{}); !errors.As(err, &refused) || refused.Type != "/problems/forbidden" {
		t.Errorf("a reader's coverage = %v, want forbidden", err)
	}
}
