using BootstrapVz.Test.Integration.Builds;
using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

/// <summary>What an image knows of passwords: shadow(5).</summary>
internal static class Shadow
{
    /// <summary>The second field of a user's line.</summary>
    public static string Of(Difference change, string user) =>
        change.Text("/etc/shadow").Split('\n').Single(line => line.StartsWith(user + ":", StringComparison.Ordinal)).Split(':')[1];

    /// <summary>Makes the hash anew by crypt(3) of this host, as a login does.</summary>
    public static async Task AssertPasswordAsync(string password, Difference change, string user)
    {
        var hash = Of(change, user);
        Assert.StartsWith("$", hash);
        Assert.Equal(hash, await Tool.RunAsync("/", "perl", "-e", "print crypt($ARGV[0], $ARGV[1])", password, hash));
    }
}
