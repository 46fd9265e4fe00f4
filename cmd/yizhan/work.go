package main

import (
	"fmt"

	"yizhan/stations/jobs"
)

// workCmd helps with national coverages: it computes the cities whose road
// files it has, for whoever runs `yizhan coverage --all` on the same database.
type workCmd struct {
	storeFlag
	calendarFlag
	Roads []string `required:"" type:"existingfile" env:"YIZHAN_ROADS" placeholder:"FILE" help:"路网 Road file of yizhan roads build; repeatable (${env})."`
}

// Run works until it is told to stop.
func (c workCmd) Run(g *globals) error {
	if !jobs.Shared(c.Store) {
		return usage("--store: 只有 PostgreSQL 能共享任务 only a PostgreSQL store has jobs to share; on the embedded store coverage --all does them itself")
	}
	desk, err := openDesk(g.Ctx, c.storeFlag, c.calendarFlag, c.Roads)
	if err != nil {
		return err
	}
	defer desk.close()
	queue, err := openQueue(g, c.Store, desk.store)
	if err != nil {
		return err
	}
	defer queue.Close()
	parts := partsOf(desk.planner.Cities())
	fmt.Fprintf(g.Stderr, "等待任务 waiting for jobs of %d cities\n", len(parts))
	return queue.Work(g.Ctx, parts, cityJob(desk.planner))
}
