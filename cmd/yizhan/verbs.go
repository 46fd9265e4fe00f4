package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// verbs is the table of verbs. Each verb has a file of its name; whoever adds
// the file adds its line here, in the same commit, so that the tree compiles
// at every commit.
type verbs struct {
	Serve    serveCmd    `cmd:"" help:"启动服务 Serve the API and the pages."`
	Migrate  migrateCmd  `cmd:"" help:"更新数据表 Bring the tables of a store up to date."`
	Import   importCmd   `cmd:"" help:"导入站点 Import a file of stations."`
	Export   exportCmd   `cmd:"" help:"导出站点 Export the stations."`
	Review   reviewCmd   `cmd:"" help:"审核 List and decide possible duplicates and conflicts."`
	Overdue  overdueCmd  `cmd:"" help:"待核实 List the stations that nobody has verified for 90 days."`
	Roads    roadsCmd    `cmd:"" help:"路网 Build and describe road networks."`
	Areas    areasCmd    `cmd:"" help:"行政区 Import divisions."`
	Demand   demandCmd   `cmd:"" help:"需求 Import layers of demand."`
	Coverage coverageCmd `cmd:"" help:"覆盖 Compute the 15-minute circle and its gaps."`
	Site     siteCmd     `cmd:"" help:"选址 Choose places that cover the most."`
	Work     workCmd     `cmd:"" help:"协作 Compute cities for national coverages on the same PostgreSQL."`
	Key      keyCmd      `cmd:"" help:"密钥 Create, list and revoke keys."`
	Webhook  webhookCmd  `cmd:"" help:"推送 Rotate the secrets of webhooks."`
	Contacts contactsCmd `cmd:"" help:"个人联系方式 Purge personal contacts."`
	Demo     demoCmd     `cmd:"" help:"示例数据 Draw a synthetic city."`
	Backup   backupCmd   `cmd:"" help:"备份 Copy a store into a file, while servers go on."`
	Restore  restoreCmd  `cmd:"" help:"恢复 Fill a store from a backup."`
	Snapshot snapshotCmd `cmd:"" help:"快照 Write what riders see as GeoParquet and CSV with checksums."`
	Mirror   mirrorCmd   `cmd:"" help:"镜像 Follow another yizhan into a store of its own."`
	Version  versionCmd  `cmd:"" help:"显示版本 Print the version."`
}

// versionCmd prints what this binary was built from.
type versionCmd struct{}

// Run prints the version, the commit and the Go release.
func (versionCmd) Run(g *globals) error {
	_, err := fmt.Fprintf(g.Stdout, "yizhan %s %s/%s %s\n",
		version(), runtime.GOOS, runtime.GOARCH, runtime.Version())
	return err
}

// version returns the module version or the commit that the Go command
// stamped into the binary, "devel" when it stamped none.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "devel"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return s.Value[:12]
		}
	}
	return "devel"
}
