package api

import (
	"fmt"
	"net/http"
	"os"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
)

// getArchive sends the operator's base map, of which pages ask the ranges that
// they draw. The file may be replaced while the server runs: its tag changes,
// and pages begin anew.
func (s *Server) getArchive(c echo.Context) error {
	name := s.Basemap.File()
	if name == "" {
		return stations.Errorf(stations.NotFound, "此服务没有自己的底图文件 this server offers no base map of its own")
	}
	file, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("open the base map: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("look at the base map: %w", err)
	}
	head := c.Response().Header()
	head.Set("Content-Type", "application/vnd.pmtiles")
	head.Set("Cache-Control", "no-cache")
	head.Set("ETag", fmt.Sprintf(`"%x-%x"`, info.Size(), info.ModTime().UnixNano())) // strong: ranges are joined by it
	http.ServeContent(c.Response(), c.Request(), "", info.ModTime(), file)
	return nil
}
