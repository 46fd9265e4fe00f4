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
// told and left for the next run, and so is one whose record breaks a rule.
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
		write, fields := s.HidingWords(byCLI)
		if fields == nil {
			continue
		}
		found++
		if _, err := fmt.Fprintf(g.Stdout, "%s\t%s\t%s\n", s.ID, write.Station.Name, strings.Join(fields, ",")); err != nil {
			return err
		}
		if !c.Hide {
			continue
		}
		switch err := c.hide(g, store, write); stations.CodeOf(err) {
		case "":
			hidden++
		case stations.Conflict:
			fmt.Fprintf(g.Stderr, "%s 刚被改过，请再运行一次 was written meanwhile: run this again\n", s.ID)
		case stations.Invalid:
			fmt.Fprintf(g.Stderr, "%s 记录不合规则，没有改，请先改好 was left: its record breaks a rule, mend it first: %v\n", s.ID, err)
		default:
			return fmt.Errorf("%s: %w", s.ID, err)
		}
	}
	fmt.Fprintf(g.Stderr, "%d 站的公开文字里有手机号 stations have mobile numbers in public words; 抹去 %d blotted out\n", found, hidden)
	return nil
}

func (c contactsWordsCmd) hide(g *globals, store stations.Store, write stations.Write) error {
	if _, err := store.Apply(g.Ctx, []stations.Write{write}); err != nil {
		return err
	}
	return audited(g.Ctx, store, stations.Audited{Action: "contacts words", Station: write.Station.ID})
}
