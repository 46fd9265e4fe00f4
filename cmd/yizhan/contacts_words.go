package main

import (
	"fmt"
	"strings"

	"yizhan/stations"
)

// contactsWordsCmd looks for mobile numbers in words that everybody reads, as
// files had them that were imported before imports blotted them out.
type contactsWordsCmd struct {
	storeFlag
	Hide bool `help:"抹去 Blot them out by a write to each station; without it they are only listed."`
}

// Run lists the stations by id with the fields that hold numbers, never the
// numbers. What somebody writes meanwhile is not overwritten: such a station is
// told and left for the next run.
func (c contactsWordsCmd) Run(g *globals) error {
	store, err := c.existing(g.Ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	found, hidden := 0, 0
	_, all, err := store.Snapshot(g.Ctx, 0)
	if err != nil {
		return err
	}
	for _, s := range all {
		clean, fields := s.WithoutMobileWords()
		if fields == nil {
			continue
		}
		found++
		if _, err := fmt.Fprintf(g.Stdout, "%s\t%s\t%s\n", s.ID, clean.Name, strings.Join(fields, ",")); err != nil {
			return err
		}
		if !c.Hide {
			continue
		}
		switch err := c.hide(g, store, clean); {
		case stations.CodeOf(err) == stations.Conflict:
			fmt.Fprintf(g.Stderr, "%s 刚被改过，请再运行一次 was written meanwhile: run this again\n", s.ID)
		case err != nil:
			return fmt.Errorf("%s: %w", s.ID, err)
		default:
			hidden++
		}
	}
	fmt.Fprintf(g.Stderr, "%d 站的公开文字里有手机号 stations have mobile numbers in public words; 抹去 %d blotted out\n", found, hidden)
	return nil
}

func (c contactsWordsCmd) hide(g *globals, store stations.Store, clean *stations.Station) error {
	write := stations.Write{Station: clean, Expect: clean.Revision, By: byCLI, Reason: "公开文字里的手机号不再显示 mobile numbers in public words are hidden"}
	if _, err := store.Apply(g.Ctx, []stations.Write{write}); err != nil {
		return err
	}
	return audited(g.Ctx, store, stations.Audited{Action: "contacts words", Station: clean.ID})
}
