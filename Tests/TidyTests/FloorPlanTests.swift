// Falsework
// SPDX-License-Identifier: MIT

import Testing

@Suite("The floor plan")
struct FloorPlanTests {
  @Test("is what the manifest declares, in the same order")
  func manifest() {
    let rooms = Manifest(Repository.manifest).rooms
    #expect(rooms.map(\.name) == FloorPlan.rooms.map(\.name))
    for (declared, planned) in zip(rooms, FloorPlan.rooms) {
      #expect(declared.dependencies == planned.imports, "\(planned.name)")
    }
  }

  @Test("has every folder of the sources, and the manifest every folder of the tests")
  func folders() {
    let manifest = Manifest(Repository.manifest)
    #expect(
      Set(Repository.sources.map(\.target)).subtracting(manifest.rooms.map(\.name)).isEmpty)
    // The clients are compiled by themselves, as a stranger would.
    let folders = Set(Repository.tests.map(\.target)).subtracting(["clients"])
    #expect(folders.subtracting(manifest.tests.map(\.name)).isEmpty)
  }

  @Test("knows each package's module that is declared")
  func modules() {
    let known = FloorPlan.packageModules.union(FloorPlan.rooms.map(\.name))
    for room in FloorPlan.rooms { #expect(room.imports.isSubset(of: known), "\(room.name)") }
  }

  @Test("is read from a manifest")
  func sample() {
    let text = """
      func room(_ name: String) -> Target { .target(name: name) }
      func tests(_ name: String) -> Target { .testTarget(name: name) }
      let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
      let other = 1
      let arguments: Target.Dependency = .product(
        name: "ArgumentParser", package: "swift-argument-parser")
      let package = Package(targets: [
        // room("Commented"),
        room("A"),
        .systemLibrary(name: "C", pkgConfig: "c", providers: [.apt(["c-dev"])]),
        room("B", ["A", "C", httpTypes], resources: [.copy("../../x")]),
        room(
          "D",
          [
            "B", arguments,
          ]),
        .executableTarget(name: "e", dependencies: ["D"], swiftSettings: strict),
        tests("ATests", ["A", httpTypes]),
        tests("TidyTests", []),
      ])
      """
    let manifest = Manifest(SourceFile(path: "Package.swift", text: text))
    #expect(manifest.rooms.map(\.name) == ["A", "C", "B", "D", "e"])
    #expect(
      manifest.rooms.map(\.dependencies)
        == [[], [], ["A", "C", "HTTPTypes"], ["B", "ArgumentParser"], ["D"]])
    #expect(manifest.tests.map(\.name) == ["ATests", "TidyTests"])
    #expect(manifest.tests.map(\.dependencies) == [["A", "HTTPTypes"], []])
  }
}
