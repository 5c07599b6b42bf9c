// Falsework
// SPDX-License-Identifier: MIT

import FalseworkProtocol
import FalseworkQueue
import FalseworkStore
import FalseworkTestSupport
import Testing

@Suite("A store that closes")
struct ClosingTests {
  @Test("ends the reads under way and refuses the later ones", arguments: 0..<50)
  func reads(round: Int) async throws {
    try await withTemporaryFolder { path in
      let store = try StateStore(folder: StateFolder(path: path))
      let readers = (0..<4).map { _ in
        Task { () -> StoreError in
          while true {
            do throws(StoreError) { _ = try store.latestMoment() } catch { return error }
            await Task.yield()
          }
        }
      }
      for _ in 0..<round { await Task.yield() }
      store.close()
      for reader in readers {
        #expect(await reader.value.description.hasSuffix(": the store is closed"))
      }
    }
  }

  @Test("has kept every write that it answered")
  func writes() async throws {
    let stage = try Stage()
    let store = try StateStore(folder: StateFolder(path: stage.folder.state))
    let submission = try submission()
    let writers = (0..<4).map { _ in
      Task {
        var ids: [RequestID] = []
        while let record = try? await store.accept(submission) { ids.append(record.id) }
        return ids
      }
    }
    while try store.latestMoment() == nil { await Task.yield() }
    store.close()
    var ids: [RequestID] = []
    for writer in writers { ids += await writer.value }
    #expect(!ids.isEmpty)
    #expect(try await stage.requests(ids).allSatisfy { $0 != nil })
  }
}
