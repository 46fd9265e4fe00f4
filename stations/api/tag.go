package api

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
)

// tag returns the ETag of a record: its revision. A restore gives revisions
// anew, so a store that had one says the moment of the record's last write too,
// which no two writes of one station and revision share.
//
// The record has been read before: when a restore came between, its tag says
// more than it need. So it does when the store cannot say whether there was one.
func (s *Server) tag(c echo.Context, station *stations.Station) string {
	epoch, err := s.Store.Epoch(c.Request().Context())
	if err == nil && !stations.Renewed(epoch) {
		return `"` + strconv.FormatInt(int64(station.Revision), 10) + `"`
	}
	return longTag(station)
}

func longTag(station *stations.Station) string {
	return `"` + strconv.FormatInt(int64(station.Revision), 10) + "-" + strconv.FormatInt(station.UpdatedAt.UnixMilli(), 36) + `"`
}

// matches holds a write to the record that the writer has seen. A weak tag is
// taken too, which RFC 9110 has for GET only: proxies that compress an answer
// weaken its tag, and ours names the revision of a record, not bytes, so that
// the weak one says the same. Refused, each editor behind such a proxy could
// change nothing.
func (s *Server) matches(c echo.Context, station *stations.Station) error {
	header := c.Request().Header.Get("If-Match")
	if header == "" || header == "*" {
		return refusal{
			status: http.StatusPreconditionRequired, code: "precondition_required", title: "需要 If-Match Precondition required",
			detail: "send If-Match with the ETag of the record that you have seen",
		}
	}
	short, long := s.tag(c, station), longTag(station)
	for tag := range strings.SplitSeq(header, ",") {
		if tag = strings.TrimPrefix(strings.TrimSpace(tag), "W/"); tag == short || tag == long {
			return nil
		}
	}
	return stale()
}
