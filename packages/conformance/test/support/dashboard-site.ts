/** A site with a dashboard, whose report a test sets, and an upload that reads when the test says so. */
import { respond, type IBodyTransport, type IRequest, type IResponse } from "@headgate/core";
import { dashboardOf, Resource, Site, STREAMING, type MigrationReportData } from "@headgate/legacy-site";
import { listen, type Endpoint } from "@headgate/node";
import { EMPTY_REPORT } from "../../src/dashboard-sample";
import { RecordingLog, willClose } from "./servers";

/** Takes what comes, or nothing while it is parked; answers when all has come. */
class ParkedUpload extends Resource {
  static readonly [STREAMING] = true;
  override readonly isLeaf = true;
  #body: IBodyTransport | undefined;

  override responseForRequest(request: IRequest): Promise<IResponse> {
    return new Promise((resolve) => {
      request.deliverBody({
        makeConnection: (body) => (this.#body = body),
        dataReceived() {},
        connectionLost: () => resolve(respond(200, {}, "taken\n")),
      });
    });
  }

  park(): void {
    this.#body?.pauseProducing();
  }

  goOn(): void {
    this.#body?.resumeProducing();
  }
}

export interface DashboardSite {
  readonly upload: ParkedUpload;
  readonly endpoint: Endpoint;
  /** Of the dashboard, with its slash. */
  readonly url: string;
  report: MigrationReportData;
}

export async function serveDashboardSite(
  options: { readonly isSecure?: boolean; readonly maxClients?: number } = {},
): Promise<DashboardSite> {
  const [root, nested, upload] = [new Resource(), new Resource(), new ParkedUpload()];
  const site = new Site(root, { log: new RecordingLog() });
  const { maxClients } = options;
  root.putChild("upload", upload);
  root.putChild("ops", nested);
  nested.putChild(
    "dash",
    dashboardOf(
      { migrationReport: () => served.report, exchanges: () => site.exchanges() },
      { intervalMs: 100, maxClients },
    ),
  );
  const tls = options.isSecure === true ? ("self-signed" as const) : undefined;
  const endpoint = willClose(await listen(site, { port: 0, host: "127.0.0.1", tls }));
  const served = {
    upload,
    endpoint,
    url: `${endpoint.url}/ops/dash/`.replace(/([^:])\/\//, "$1/"),
    report: EMPTY_REPORT,
  };
  return served;
}
