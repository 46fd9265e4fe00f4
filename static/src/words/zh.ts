/** zh is every string that all pages share, in Chinese; it is the table that
 *  English must match entry by entry. Each page has its own words beside it. */
export const zh = {
  brand: '驿站',
  otherLanguage: 'English',
  api: '接口',
  retry: '重试',
  loading: '正在查询…',
  close: '收起',
  demo: '示例数据：站点、道路和人口都是虚构的',
  demoTag: '示例数据',
  credit: '道路 © OpenStreetMap 贡献者',
  reviewNumber: (number: string) => `审图号：${number}`,
  and: '、',
  aside: (text: string) => `（${text}）`,
  copied: '已复制',
  copyFailed: '复制不了，请长按选中再复制',
  showMap: '显示地图',
  noWebGL: '这台设备画不了地图，其余照常可用。',
  mapLoading: '正在取地图…',
  mapFailed: '地图没有加载出来，其余照常可用。',
  groundless: '底图没有取到，站点照常可看。',
  sight: {
    large: '大字',
    dark: '深色',
    light: '浅色',
  },
  chosen: (n: number) => `已选 ${n}`,

  modes: {
    walk: '步行',
    ride: '骑行',
    truck: '货车',
  },

  error: {
    offline: '连不上服务器，检查网络后重试。',
    timeout: '等太久了，请重试。',
    busy: '查得太频繁，请稍等再试。',
    server: '服务器出错了，请稍后重试。',
    badAnswer: '服务器的回答看不懂。',
    refused: '服务器拒绝了这次请求。',
    gone: '这次结果已经过期，请重新计算。',
    input: '请求有误：',
  },

  unit: {
    metres: (n: number) => `${n} 米`,
    kilometres: (n: string) => `${n} 公里`,
    tomorrow: '明天',
    day: (m: number, d: number) => `${m}月${d}日`,
    seconds: (n: string) => `${n} 秒`,
    minutes: (n: number) => `${n} 分钟`,
    hours: (n: string) => `${n} 小时`,
  },
};

/** Words is the shape of the shared table. */
export type Words = typeof zh;
