/** `sideEffects: false`: importing the dummies makes nothing; their site is made with the first channel. */
import type * as Testing from "../../src/testing";

const made = jest.fn();

jest.mock("../../src/site", () => ({
  Site: class {
    constructor() {
      made();
    }
  },
}));

test("the site of dummy channels is made with the first of them, for all of them", () => {
  const { DummyChannel } = jest.requireActual<typeof Testing>("../../src/testing");
  expect(made).not.toHaveBeenCalled();
  const [first, second] = [new DummyChannel(), new DummyChannel()];
  expect(made).toHaveBeenCalledTimes(1);
  expect(first.site).toBe(second.site);
});
