package main

import (
	"fmt"

	"yizhan/stations/demo"
)

// demoCmd draws a synthetic city.
type demoCmd struct {
	City     string `default:"示例市" placeholder:"NAME" help:"城市名 Name of the city (${default}); 示例 is put before it."`
	Stations int    `default:"300" placeholder:"N" help:"站点数 How many stations (${default})."`
	Seed     uint64 `default:"1" help:"随机种子 Equal seeds give equal files (${default})."`
	Out      string `short:"o" required:"" placeholder:"DIR" help:"输出目录 Directory for the files; made when missing."`
}

// Run writes the city's files and says what they hold.
func (c *demoCmd) Run(g *globals) error {
	city, err := demo.Make(demo.Options{Name: c.City, Stations: c.Stations, Seed: c.Seed})
	if err != nil {
		return usage("%w", err)
	}
	if err := city.Save(c.Out); err != nil {
		return err
	}
	_, err = fmt.Fprintf(g.Stdout, "示例数据 synthetic: %s, %d nodes, %d streets, %d districts, %d stations in %s\n",
		city.Name, len(city.Nodes), len(city.Ways), len(city.Districts), len(city.Stations), c.Out)
	return err
}
