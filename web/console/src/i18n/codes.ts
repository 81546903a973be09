// Names of codes that rows tell and the contract does not count up: providers, channels, why a picture was refused. What has none here is
// said by its code, as words.
type Codes = { state: Record<string, string>; field: Record<string, string> };

export const codes: { en: Codes; zh: Codes } = {
  en: {
    field: { last4: "Last four characters", public_id_last4: "Ends with", x: "Buy (pieces)", y: "Get free (pieces)" },
    state: {
      "17track": "17TRACK", easypost: "EasyPost", fcm: "Firebase (FCM)", inpost: "InPost", kuaidi100: "Kuaidi100", sf_express: "SF Express",
      wechat_mini: "WeChat mini program", wechat_official: "WeChat official account", en: "English", zh: "Chinese",
    },
  },
  zh: {
    field: { web: "网店", app: "手机应用" },
    state: {
      "17track": "17TRACK 物流查询", easypost: "EasyPost 物流", fcm: "Firebase 推送", inpost: "InPost 快递柜", kuaidi100: "快递100", sf_express: "顺丰速运",
      wechat_mini: "微信小程序", wechat_official: "微信公众号",
      not_an_image: "不是图片", too_large_edges: "边长过大", too_many_pixels: "像素过多", broken_image: "图片已损坏", animated: "动图", animation_too_long: "动画过长",
      not_a_video: "不是视频", empty_file: "空文件", file_too_large: "文件过大",
    },
  },
};
