/** Portals and checkers by themselves: who is asked for which credentials, and what comes of it. */
import {
  AllowAnonymousAccess,
  Anonymous,
  ANONYMOUS,
  Failure,
  IAnonymous,
  InMemoryUsernamePasswordDatabaseDontUse,
  isProvidedBy,
  IUsernameHashedPassword,
  IUsernamePassword,
  LoginDenied,
  LoginFailed,
  Portal,
  Unauthorized,
  UnauthorizedLogin,
  UnhandledCredentials,
  UsernamePassword,
  type Avatar,
  type ICredentialsChecker,
  type InterfaceToken,
  type IRealm,
} from "../../src/index";

const IThing: unique symbol = Symbol("IThing");

const realm: IRealm = {
  requestAvatar(avatarId: unknown, mind: unknown, ...interfaces: readonly InterfaceToken[]): Avatar {
    return [interfaces[0]!, [avatarId, mind, interfaces], null];
  },
};

const users = new InMemoryUsernamePasswordDatabaseDontUse({ a: "1" });

describe("login", () => {
  test("gives what the realm has for the user", async () => {
    const portal = new Portal(realm, [users]);
    const mind = {};
    expect(await portal.login(new UsernamePassword("a", "1"), mind, IThing, Map)).toEqual([
      IThing,
      ["a", mind, [IThing, Map]],
      null,
    ]);
  });

  test.each([
    ["a", "2"],
    ["b", "1"],
    ["", ""],
    ["__proto__", "x"],
  ])("of %j with %j fails", async (username, password) => {
    const login = new Portal(realm, [users]).login(new UsernamePassword(username, password), null, IThing);
    await expect(login).rejects.toBeInstanceOf(UnauthorizedLogin);
  });

  test("asks whoever can check these credentials; nobody: UnhandledCredentials", async () => {
    const portal = new Portal(realm, [users, new AllowAnonymousAccess()]);
    expect((await portal.login(new Anonymous(), null, IThing))[1]).toEqual([ANONYMOUS, null, [IThing]]);
    for (const odd of [
      {},
      null,
      undefined,
      "text",
      { username: "a", password: "1", checkPassword: () => true },
    ]) {
      await expect(portal.login(odd, null, IThing)).rejects.toBeInstanceOf(UnhandledCredentials);
    }
  });

  test("a checker that gives nothing lets nobody in", async () => {
    const checker: ICredentialsChecker = {
      credentialInterfaces: [IAnonymous],
      requestAvatarId: () => undefined,
    };
    await expect(new Portal(realm, [checker]).login(new Anonymous(), null, IThing)).rejects.toThrow(
      TypeError,
    );
  });

  test("a failure that is returned, as in Twisted, is one", async () => {
    const checker: ICredentialsChecker = {
      credentialInterfaces: [IAnonymous],
      requestAvatarId: () => new Failure(new LoginDenied()),
    };
    await expect(new Portal(realm, [checker]).login(new Anonymous(), null, IThing)).rejects.toThrow(
      LoginDenied,
    );
  });
});

test("a checker may be registered for some of what it can check", async () => {
  const portal = new Portal(realm);
  portal.registerChecker(users, IUsernameHashedPassword);
  expect(portal.listCredentialsInterfaces()).toEqual([IUsernameHashedPassword]);
  await expect(portal.login(new UsernamePassword("a", "1"), null)).rejects.toThrow(UnhandledCredentials);
  portal.registerChecker(users);
  expect(portal.listCredentialsInterfaces()).toEqual([IUsernameHashedPassword, IUsernamePassword]);
});

test("interfaces are symbols that an object carries, or its classes", () => {
  class Special extends UsernamePassword {}
  const special = new Special("a", "1");
  expect(isProvidedBy(IUsernamePassword, special)).toBe(true);
  expect(isProvidedBy(UsernamePassword, special)).toBe(true);
  expect(isProvidedBy(IAnonymous, special)).toBe(false);
  expect(isProvidedBy(Anonymous, special)).toBe(false);
});

test("users may be added, and changed", async () => {
  const database = new InMemoryUsernamePasswordDatabaseDontUse();
  database.addUser("a", "1");
  database.addUser("a", "2");
  await expect(database.requestAvatarId(new UsernamePassword("a", "1"))).rejects.toThrow(UnauthorizedLogin);
  expect(await database.requestAvatarId(new UsernamePassword("a", "2"))).toBe("a");
});

test("credentials may take their time to check a password", async () => {
  const slow = { username: "a", checkPassword: (password: string) => Promise.resolve(password === "1") };
  expect(await users.requestAvatarId(slow)).toBe("a");
});

test("errors are of the kinds that Twisted's are", () => {
  class Own extends Unauthorized {}
  const wrong = new UnauthorizedLogin("x");
  expect([wrong instanceof LoginFailed, wrong instanceof Unauthorized, wrong instanceof Own]).toEqual([
    true,
    true,
    false,
  ]);
  expect([new LoginDenied() instanceof Unauthorized, new Own() instanceof Unauthorized]).toEqual([
    false,
    true,
  ]);
  expect(new Failure(wrong).check(Unauthorized)).toBe(Unauthorized);
  expect([wrong.name, wrong.code, new Own().code]).toEqual([
    "UnauthorizedLogin",
    "UNAUTHORIZED_LOGIN",
    "UNAUTHORIZED",
  ]);
});
