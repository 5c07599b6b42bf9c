// Falsework
// SPDX-License-Identifier: MIT

import FalseworkProtocol
import Testing

private let id = "019e1951-c778-7120-8a3b-0123456789ab"

private func endpoint(_ text: String) throws -> EndpointID {
  try #require(EndpointID(text))
}

@Suite("A route of the queue host")
struct QueueRouteTests {
  @Test(
    "submits to a model path",
    arguments: [
      ("/fal-ai/trellis", "fal-ai/trellis"),
      ("/fal-ai/trellis/", "fal-ai/trellis"),
      ("fal-ai/trellis", "fal-ai/trellis"),
      ("/fal-ai/trellis/multi", "fal-ai/trellis/multi"),
      ("/fal-ai/trellis/multi/", "fal-ai/trellis/multi"),
      ("/fal-ai/trellis/requests", "fal-ai/trellis/requests"),
      ("/workflows/me/flow", "workflows/me/flow"),
      ("/comfy/me/flow/deep", "comfy/me/flow/deep"),
    ])
  func submit(path: String, name: String) throws {
    let route = Route(role: .queue, path: path)
    #expect(route == .submit(try endpoint(name)))
    #expect(route.allowedMethods == ["POST"])
  }

  static let views: [(tail: String, view: Route.RequestView, method: String)] = [
    ("", .result, "GET"),
    ("/", .result, "GET"),
    ("/response", .result, "GET"),
    ("/response/", .result, "GET"),
    ("/status", .status, "GET"),
    ("/status/", .status, "GET"),
    ("/status/stream", .statusStream, "GET"),
    ("/status/stream/", .statusStream, "GET"),
    ("/cancel", .cancel, "PUT"),
    ("/cancel/", .cancel, "PUT"),
  ]

  @Test("asks about a request of an application", arguments: views)
  func request(tail: String, view: Route.RequestView, method: String) throws {
    for application in ["fal-ai/trellis", "workflows/me/flow", "comfy/me/flow"] {
      let route = Route(role: .queue, path: "/\(application)/requests/\(id)\(tail)")
      let expected = Route.request(application: try endpoint(application), id: id, view: view)
      #expect(route == expected)
      #expect(route.allowedMethods == [method])
    }
  }

  @Test("keeps the id of a request as the client spelled it", arguments: ["x", "A%20B", "..", "🐈"])
  func hostileID(text: String) throws {
    let route = Route(role: .queue, path: "/fal-ai/trellis/requests/\(text)/status")
    let application = try endpoint("fal-ai/trellis")
    #expect(route == .request(application: application, id: text, view: .status))
  }

  @Test("is a model path where a management URL has a sub-path, so that GET ends in 405")
  func subpathManagement() throws {
    for tail in ["", "/status", "/cancel", "/response"] {
      let path = "fal-ai/trellis/multi/requests/\(id)\(tail)"
      let route = Route(role: .queue, path: "/" + path)
      #expect(route == .submit(try endpoint(path)))
      #expect(route.allowedMethods == ["POST"])
    }
  }

  @Test("is a model path for a view that does not exist", arguments: ["Status", "log", "CANCEL"])
  func unknownView(view: String) throws {
    let path = "fal-ai/trellis/requests/\(id)/\(view)"
    #expect(Route(role: .queue, path: "/" + path) == .submit(try endpoint(path)))
  }

  @Test(
    "leads nowhere from",
    arguments: [
      "", "/", "//", "///", "/trellis", "/trellis/", "//fal-ai/trellis", "/fal-ai//trellis",
      "/fal-ai/trellis//", "/fal-ai/trellis/requests//status", "/workflows/me", "/comfy",
      "/fal-ai/trellis/requests/\(id)//",
    ])
  func unknown(path: String) {
    let route = Route(role: .queue, path: path)
    #expect(route == .unknown)
    #expect(route.allowedMethods == [])
  }

  @Test("leads nowhere from a path longer than an endpoint id may be")
  func longPath() {
    let path = "/fal-ai/trellis/" + String(repeating: "a", count: EndpointID.bytesMax)
    #expect(Route(role: .queue, path: path) == .unknown)
    #expect(Route(role: .run, path: path) == .unknown)
    #expect(Route(role: .queue, path: String(repeating: "/a", count: 1 << 16)) == .unknown)
  }
}

@Suite("A route of another host")
struct OtherRouteTests {
  @Test("runs a model on the run host, whatever the path says of requests")
  func run() throws {
    for name in ["fal-ai/trellis", "fal-ai/trellis/multi", "fal-ai/trellis/requests/\(id)"] {
      for path in ["/\(name)", "/\(name)/"] {
        let route = Route(role: .run, path: path)
        #expect(route == .run(try endpoint(name)))
        #expect(route.allowedMethods == ["POST"])
      }
    }
    #expect(Route(role: .run, path: "/trellis") == .unknown)
    #expect(Route(role: .run, path: "/") == .unknown)
  }

  @Test(
    "is a file on the CDN, its path untouched",
    arguments: ["/files/b/0123abcd/x_model.glb", "/", "", "/a//b/", "/%2e%2e/", "/🐈"])
  func file(path: String) {
    let route = Route(role: .cdn, path: path)
    #expect(route == .file(path: path))
    #expect(route.allowedMethods == ["GET", "HEAD", "PUT"])
  }

  @Test(
    "is a call of an upload",
    arguments: [
      (FalHost.Role.cdn, "/files/upload", Route.upload),
      (.rest, "/storage/upload/initiate", .storage(.initiation)),
      (.rest, "/storage/auth/token", .storage(.token)),
      (.rest, "/storage/upload/initiate-multipart", .storage(.partedInitiation)),
      (.rest, "/tokens/", .storage(.appToken)), (.rest, "/tokens", .storage(.appToken)),
      (.rest, "/tokens/realtime", .storage(.realtimeToken)),
      (.cdn, "/files/upload/multipart", .partedUpload),
      (.cdn, "/files/b/x/y/multipart/u/complete", .completion(path: "/files/b/x/y", upload: "u")),
      (.rest, "/storage/upload", .unknown), (.site, "/storage/auth/token", .unknown),
    ])
  func upload(role: FalHost.Role, path: String, expected: Route) {
    let route = Route(role: role, path: path)
    #expect(route == expected)
    #expect(route.allowedMethods == (expected == .unknown ? [] : ["POST"]))
  }

  @Test("is a part of an upload, whatever its number")
  func part() {
    for (tail, upload, number) in [("u/1", "u", "1"), ("u/x", "u", "x"), ("/", "", "")] {
      let route = Route(role: .cdn, path: "/files/b/x/y.glb/multipart/" + tail)
      #expect(route == .part(path: "/files/b/x/y.glb", upload: upload, number: number))
      #expect(route.allowedMethods == ["PUT"])
    }
    #expect(Route(role: .cdn, path: "/multipart/u") == .file(path: "/multipart/u"))
  }

  @Test("is the OpenAPI documents at one path of the site")
  func openAPI() {
    let route = Route(role: .site, path: "/api/openapi/queue/openapi.json")
    #expect(route == .openAPI)
    #expect(route.allowedMethods == ["GET", "HEAD"])
    for path in ["/", "/models", "/api/openapi/queue/openapi.json/", "/API/openapi"] {
      #expect(Route(role: .site, path: path) == .unknown)
    }
  }

  @Test("leads nowhere on the host of storage and tokens", arguments: ["/", "/tokens/x", "/a/b"])
  func rest(path: String) {
    #expect(Route(role: .rest, path: path) == .unknown)
  }
}
