/** zh is the rider's page, in Chinese. */
export const zh = {
  rider: {
    title: '驿站 · 找个歇脚的地方',
    tagline: '附近能歇脚、喝水、充电的地方',
    useMyPosition: '用我的位置',
    locating: '正在定位…',
    positionPrivacy: '位置只用来查附近的驿站，不保存。',
    pickOnMap: '在地图上选位置',
    mapHint: '点一下地图，查那里附近的驿站',
    mapLabel: '驿站地图',
    searchLabel: '按名称或地址找',
    searchPlaceholder: '站名、地址',
    search: '查找',
    searchFound: (n: number) => (n === 0 ? '没有找到这个名称，换个词试试' : `找到 ${n} 个，选一个看它附近`),
    listLabel: '附近的驿站',
    found: (n: number, more: boolean) => (more ? `最近的 ${n} 个驿站` : `共 ${n} 个驿站`),
    more: '更多',
    share: '分享这个位置',
    shared: '链接已复制。链接里带有位置，只发给你信任的人。',
    plan: '规划',
    denied: '没有得到定位许可。可以在地图上点，或按名称找。',
    noPosition: '定位失败。可以在地图上点，或按名称找。',
    far: (km: string) => `附近 10 公里没有驿站，最近的在 ${km} 外`,
    empty: '没有符合条件的驿站。',
    emptyNearest: (name: string, far: string) => `最近的一个是“${name}”，离这里 ${far}，但不符合现在的筛选。`,
    emptyAtAll: '登记册里还没有驿站。',
    clearFilters: '清除筛选',
    youAreHere: '查询位置',
  },

  filter: {
    label: '筛选',
    mode: '怎么去',
    openNow: '现在开放',
    kinds: '类型',
    services: '服务',
    clear: '清除',
    done: '好了',
  },
};

/** RiderWords is the shape of this table. */
export type RiderWords = typeof zh;
