package api

import (
	"bytes"
	"fmt"
	"image/png"
	"net/url"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
	"yizhan/stations/plan"
	"yizhan/stations/report"
)

const (
	mediaPDF  = "application/pdf"
	mediaPNG  = "image/png"
	mediaText = "text/plain; charset=utf-8"
)

// printer is what prints documents.
func (s *Server) printer() (*report.Printer, error) {
	if s.Printer == nil {
		return nil, stations.Errorf(stations.Unavailable, "此程序未包含字体，不能打印 this binary was built without the font that documents need")
	}
	return s.Printer, nil
}

// getReport gives a coverage as a document.
func (s *Server) getReport(c echo.Context) error {
	coverage, _, err := s.recall(c, "pdf")
	if err != nil {
		return err
	}
	printer, err := s.printer()
	if err != nil {
		return err
	}
	text, err := printer.Coverage(coverage, plan.Network(s.Roads, coverage.Roads))
	if err != nil {
		return err
	}
	return s.download(c, mediaPDF, "coverage-"+coverage.ID+".pdf", text)
}

// mapWidth is that of a coverage's picture, in pixels.
const mapWidth = 1600

// getMap gives a coverage as a picture.
func (s *Server) getMap(c echo.Context) error {
	coverage, _, err := s.recall(c, "png")
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := png.Encode(&b, report.Map(coverage, plan.Network(s.Roads, coverage.Roads), mapWidth)); err != nil {
		return fmt.Errorf("write a picture: %w", err)
	}
	return s.download(c, mediaPNG, "coverage-"+coverage.ID+".png", b.Bytes())
}

func (s *Server) download(c echo.Context, media, name string, body []byte) error {
	c.Response().Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s"`, name))
	return send(c, media, body)
}

// public is the public record that the address names.
func (s *Server) public(c echo.Context) (*stations.Station, error) {
	if err := noQuery(c); err != nil {
		return nil, err
	}
	station, err := s.lasting(c, c.Param("id"))
	if err == nil && !stations.Public().Match(station, s.Now()) {
		if heir, ok := s.heir(c, string(station.ID)); ok {
			return heir, nil
		}
		err = stations.Errorf(stations.NotFound, "没有这个站点 there is no such station in use")
	}
	return station, err
}

// getPoster gives a sheet for the station's door. Its code leads to the
// rider's page of this server.
func (s *Server) getPoster(c echo.Context) error {
	station, err := s.public(c)
	if err != nil {
		return err
	}
	printer, err := s.printer()
	if err != nil {
		return err
	}
	at := station.Position.Point
	link := fmt.Sprintf("%s/#at=%.5f,%.5f&station=%s", origin(c), at[0], at[1], url.QueryEscape(string(station.ID)))
	text, err := printer.Poster(station, link)
	if err != nil {
		return err
	}
	return s.download(c, mediaPDF, "poster-"+string(station.ID)+".pdf", text)
}

// getHotline gives what an operator of a hotline reads out.
func (s *Server) getHotline(c echo.Context) error {
	station, err := s.public(c)
	if err != nil {
		return err
	}
	now := s.Now()
	hours, err := stations.ParseHours(station.Hours)
	if err != nil {
		hours = stations.Hours{} // unknown
	}
	door := station.DoorWith(hours.In(s.Finder.Calendar()))
	closes := ""
	if state := door.State(now); state == stations.StateOpen || state == stations.StateClosingSoon {
		if next := door.NextChange(now); !next.IsZero() {
			closes = next.Format("1月2日 15:04")
		}
	}
	return send(c, mediaText, []byte(report.Hotline(station, door.State(now), closes)))
}
