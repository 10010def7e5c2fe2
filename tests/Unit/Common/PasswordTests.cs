using BootstrapVz.Common.Accounts;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Common;

public sealed class PasswordTests
{
    [Fact]
    public async Task The_salt_tells_users_apart_and_nothing_of_the_password()
    {
        var joe = await SaltAsync("joe", "first");

        Assert.Equal(joe, await SaltAsync("joe", "second"));
        Assert.NotEqual(joe, await SaltAsync("ann", "first"));
        Assert.Matches(@"^\$y\$j9T\$[./0-9A-Za-z]{20}$", joe);
    }

    private static async Task<string> SaltAsync(string user, string password)
    {
        await using var lab = new TaskLab();
        await Passwords.SetAsync(lab.Build, user, password, default);
        return lab.Host.Commands[0].Arguments[^1];
    }
}
