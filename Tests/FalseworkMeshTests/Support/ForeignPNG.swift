// Falsework
// SPDX-License-Identifier: MIT

import Foundation

/// Files of 5×3 pixels made by Pillow 12, or by hand with Python's zlib where Pillow cannot.
enum ForeignPNG: CaseIterable {
  case rgba, rgb, grey, greyAlpha, palette, oneBit, sixteenBit, interlaced, clearColour

  var bytes: [UInt8] { [UInt8](Data(base64Encoded: text) ?? Data()) }

  /// The pixels as Pillow reads them, four bytes each.
  var pixels: [UInt8] { [UInt8](Data(base64Encoded: pixelText) ?? Data()) }

  private var text: String {
    switch self {
    case .rgba:
      "iVBORw0KGgoAAAANSUhEUgAAAAUAAAADCAYAAABbNsX4AAAAIUlEQVR4nGNkYGD4b8TA8AYZszCkMDAwMMijYCRB"
        + "OzgGAETEB579wGEOAAAAAElFTkSuQmCC"
    case .rgb:
      "iVBORw0KGgoAAAANSUhEUgAAAAUAAAADCAIAAADUVFKvAAAAG0lEQVR4nGNkYGAwQkIsDCkMDAzycATn20EQAD+0"
        + "Au9+1j2DAAAAAElFTkSuQmCC"
    case .grey:
      "iVBORw0KGgoAAAANSUhEUgAAAAUAAAADCAAAAAB+XZokAAAAGklEQVR4nGNk4Ofn52e0FhIWEmaxEhMTEwMACqkB"
        + "WvUqgYgAAAAASUVORK5CYII="
    case .greyAlpha:
      "iVBORw0KGgoAAAANSUhEUgAAAAUAAAADCAQAAADxPw1zAAAAH0lEQVR4nGNk+M//BgJZrBmEGIQZhBiEGVisGMSg"
        + "EACTTAYM36AKugAAAABJRU5ErkJggg=="
    case .palette:
      "iVBORw0KGgoAAAANSUhEUgAAAAUAAAADBAMAAACpGNjLAAAAElBMVEWWyLqWZF0ZyB8ZZBCWAAAZAABycWsFAAAA"
        + "FElEQVR4nGMMff+H5d69/wxKDAwAJrgFIyBCgEkAAAAASUVORK5CYII="
    case .oneBit:
      "iVBORw0KGgoAAAANSUhEUgAAAAUAAAADAQAAAABzTfhVAAAADklEQVR4nGNgYNBg2AEAATYA4d7965gAAAAASUVO"
        + "RK5CYII="
    case .sixteenBit:
      "iVBORw0KGgoAAAANSUhEUgAAAAUAAAADEAAAAAAuzUZnAAAAKUlEQVR4nGNgEOQXlBPUFbQRZLAW9BVMECwSbBVk"
        + "KBXsFlwouF3wrCAATtAGmqu5mI0AAAAASUVORK5CYII="
    case .interlaced:
      "iVBORw0KGgoAAAANSUhEUgAAAAUAAAADCAIAAAGjU2I5AAAANElEQVR4nGNgAIITQJwCYaScqDlx4geDEQPDNAYG"
        + "JoYTdgwndoEkjVLkU1LspqXEnkipAQBDFQ6VOkC7JwAAAABJRU5ErkJggg=="
    case .clearColour:
      "iVBORw0KGgoAAAANSUhEUgAAAAUAAAADCAIAAADUVFKvAAAABnRSTlMAZAAAAAACFNYcAAAAA3RFWHRhAGLcSaI7"
        + "AAAACUlEQVR4nGNgYGAwYmC8yCWhAAAALElEQVRIYWCYxsBwAsgBMo1S5FNS7KalxJ5IqQEJGp2wSzlRM+3ErhMn"
        + "fgAA8SAPW95BAxIAAAAASUVORK5CYII="
    }
  }

  private var pixelText: String {
    switch self {
    case .rgba:
      "AAAA/zIAAOtkAADXlgAAw8gAAK8AZAD/MmQf62RkPteWZF3DyGR8rwDIAP8yyD7rZMh815bIusPIyPiv"
    case .rgb:
      "AAAA/zIAAP9kAAD/lgAA/8gAAP8AZAD/MmQf/2RkPv+WZF3/yGR8/wDIAP8yyD7/ZMh8/5bIuv/IyPj/"
    case .grey:
      "AAAA/w8PD/8eHh7/LS0t/zw8PP87Ozv/TU1N/2BgYP9ycnL/hYWF/3V1df+Li4v/oaGh/7e3t//Nzc3/"
    case .greyAlpha:
      "AAAA/w8PD+seHh7XLS0twzw8PK87Ozv/TU1N62BgYNdycnLDhYWFr3V1df+Li4vroaGh17e3t8PNzc2v"
    case .palette:
      "GQAA/xkAAP+WAAD/lgAA/5YAAP8ZZBD/GWQQ/5ZkXf+WZF3/lmRd/xnIH/8ZyB//lsi6/5bIuv+WyLr/"
    case .oneBit:
      "AAAA/wAAAP8AAAD/AAAA/wAAAP8AAAD/AAAA//////8AAAD///////////8AAAD/////////////////"
    case .sixteenBit:
      "AAAA/w8PD/8eHh7/LS0t/zw8PP87Ozv/TU1N/2BgYP9ycnL/hYWF/3V1df+Li4v/oaGh/7e3t//Nzc3/"
    case .interlaced:
      "AAAA/zIAAP9kAAD/lgAA/8gAAP8AZAD/MmQf/2RkPv+WZF3/yGR8/wDIAP8yyD7/ZMh8/5bIuv/IyPj/"
    case .clearColour:
      "AAAA/zIAAP9kAAAAlgAA/8gAAP8AZAD/MmQf/2RkPv+WZF3/yGR8/wDIAP8yyD7/ZMh8/5bIuv/IyPj/"
    }
  }
}
