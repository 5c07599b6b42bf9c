// Falsework
// SPDX-License-Identifier: MIT

/// Fetching the mesh of a request that is done; the peer serves the same bytes from a file.
enum DownloadMeasure {
  private static let connectionCount = 8

  static func readings(_ settings: HTTPSettings) throws(BenchFailure) -> [Reading] {
    let name = HTTPMeasure.download.rawValue
    return try Arena.with(settings, .instant) { arena throws(BenchFailure) in
      let size = Unit.bytes.text(Double(arena.fileBytes))
      let duel = try Duel(
        name, "\(size), \(connectionCount) conn.", arena, settings,
        connectionCount: connectionCount
      ) { contestant throws(BenchFailure) in
        guard let file = contestant.file else {
          throw BenchFailure("\(contestant.name) has no mesh to download")
        }
        return LoadTarget(
          name: contestant.name, port: contestant.plainPort, request: file, status: 200)
      }
      return [
        duel.reading("content", .bytesPerSecond, target: .ratioAtLeast(0.8)) {
          $0.load.contentBytesPerSecond
        },
        duel.latency(0.99), duel.processorTime(per: "file"),
      ]
    }
  }
}
