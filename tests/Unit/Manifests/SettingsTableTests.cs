using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Manifests.Schema;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Manifests;

public sealed class SettingsTableTests
{
    [Fact]
    public void A_table_shows_key_type_default_and_meaning()
    {
        var table = SettingsTable.Markdown(typeof(UserOptions));

        Assert.Equal(
            """
            | key | type | default | meaning |
            | --- | --- | --- | --- |
            | `username` | text | required |  |
            | `password` | secret |  |  |
            | `pubkey` | file on the host |  |  |
            | `port` | whole number, 1 to 65535 |  |  |
            | `sudo` | true or false | `false` |  |
            | `nested.kept-words` | list of package names |  |  |
            | `nested.*` | text |  |  |
            | `commands` | list of lists of texts |  |  |
            | `extra_vars` | any mapping |  |  |

            """,
            table);
    }

    [Fact]
    public void Every_base_setting_is_documented()
    {
        var rows = SettingsTable.Rows(typeof(BaseOptions));

        Assert.DoesNotContain(rows, row => row.Meaning.Length == 0);
        Assert.Contains(rows, row => row is { Key: "packages.mirror", Default: "http://ftp.debian.org/debian", Type: "address" });
        Assert.Contains(rows, row => row is { Key: "volume.partitions.*.size", Default: "auto" });
        Assert.Contains(rows, row => row is { Key: "packages.preferences.*[].pin-priority", IsRequired: true });
    }

    [Fact]
    public void A_unit_without_settings_says_so() => Assert.Equal("It has no settings.\n", SettingsTable.Markdown(null));
}
