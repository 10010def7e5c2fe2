using System.Text.Json.Nodes;

namespace BootstrapVz.Test.Testing;

/// <summary>One value for one setting, and whether the manifest language takes it.</summary>
/// <param name="Setting">The setting as the settings table names it.</param>
/// <param name="Path">Where the value is put in an otherwise valid manifest, with '/' between the keys.</param>
/// <param name="Value">The value as JSON; null removes the key.</param>
/// <param name="IsValid">Whether it is taken.</param>
public sealed record SettingCase(string Setting, string Path, string? Value, bool IsValid)
{
    private const string Valid = """
        {
          "name": "x",
          "provider": {"name": "box"},
          "system": {"release": "trixie", "architecture": "amd64", "bootloader": "grub", "charmap": "UTF-8", "locale": "C", "timezone": "UTC"},
          "volume": {"backing": "raw", "partitions": {"type": "gpt", "root": {"filesystem": "ext4", "size": "1GiB"}}}
        }
        """;

    public const string DefaultRelease = "trixie";
    public const string DefaultBacking = "raw";

    /// <summary>The release of the manifest.</summary>
    public string Release { get; init; } = DefaultRelease;

    /// <summary>The backing of the manifest.</summary>
    public string Backing { get; init; } = DefaultBacking;

    /// <summary>The manifest with the value in its place.</summary>
    public JsonObject Manifest()
    {
        var manifest = JsonNode.Parse(Valid)!.AsObject();
        manifest["system"]!["release"] = Release;
        manifest["volume"]!["backing"] = Backing;
        var steps = Path.Split('/');
        var section = manifest;
        foreach (var step in steps[..^1])
            section = (section[step] ??= new JsonObject()).AsObject();
        if (Value is null)
            section.Remove(steps[^1]);
        else
            section[steps[^1]] = JsonNode.Parse(Value);
        return manifest;
    }

    public override string ToString() => $"{Path}: {Value ?? "(removed)"} is {(IsValid ? "valid" : "invalid")}";
}

/// <summary>A valid and an invalid value for every base setting. Binder and schema are held against the same table.</summary>
public static class SettingCases
{
    public static IReadOnlyList<SettingCase> All { get; } =
    [
        .. Both("name", "name", ["\"a-{system.release}\"", "7"], ["true", "[]", null]),
        .. Both("bootstrapper.workspace", "bootstrapper/workspace", ["\"/target\""], ["\"\"", "{}"]),
        .. Both("bootstrapper.exclude_packages", "bootstrapper/exclude_packages", ["[\"nano\"]"], ["[]", "[\"a/b\"]", "\"nano\""]),
        .. Both("bootstrapper.include_packages", "bootstrapper/include_packages", ["[\"less\"]"], ["[]", "[\"a b\"]"]),
        .. Both("bootstrapper.mirror", "bootstrapper/mirror", ["\"http://ftp.debian.org/debian\""], ["\"ftp.debian.org\"", "7"]),
        .. Both("bootstrapper.tarball", "bootstrapper/tarball", ["true"], ["\"true\"", "1"]),
        .. Both("bootstrapper.variant", "bootstrapper/variant", ["\"minbase\""], ["\"buildd\""]),
        .. Both("bootstrapper.engine", "bootstrapper/engine", ["\"native\"", "\"mmdebstrap\"", "\"debootstrap\""], ["\"apt\"", "null"]),
        .. Both("bootstrapper.keyring", "bootstrapper/keyring", ["\"/etc/passwd\""], ["[]"]),
        .. Both("bootstrapper.no-check-gpg", "bootstrapper/no-check-gpg", ["false", "true"], ["\"no\""]),
        .. Both("bootstrapper.force-check-gpg", "bootstrapper/force-check-gpg", ["true"], ["{}"]),
        .. Both("bootstrapper.force-check-gpg", "bootstrapper", ["null", "{}"], ["[]", "{\"no-check-gpg\": true, \"force-check-gpg\": true}", "{\"mirorr\": \"http://e.example\"}"]),
        .. Both("system.architecture", "system/architecture", ["\"arm64\"", "\"riscv64\""], ["\"m68k\"", "\"i386\"", null]),
        .. Both("system.userspace_architecture", "system/userspace_architecture", ["\"i386\""], ["\"amd64\""]),
        .. Both("system.bootloader", "system/bootloader", ["\"systemd-boot\"", "\"extlinux\"", "\"none\""], ["\"lilo\"", "\"pvgrub\"", null]),
        .. Both("system.bootloader", "system", [Machine("systemd-boot", "\"firmware\": \"uefi\"")], [Machine("systemd-boot", "\"userspace_architecture\": \"i386\""), Machine("systemd-boot", "\"firmware\": \"both\""), Machine("systemd-boot", "\"firmware\": \"bios\""), Machine("none", "\"firmware\": \"uefi\"")]),
        .. Both("system.bootloader", "system", [Machine("extlinux", "\"unified_kernel\": false")], [Machine("extlinux", "\"firmware\": \"bios\"")]),
        .. Both("system.firmware", "system/firmware", ["\"bios\"", "\"uefi\"", "\"both\""], ["\"coreboot\""]),
        .. Both("system.unified_kernel", "system/unified_kernel", ["false"], ["true", "\"yes\""]),
        .. Both("system.unified_kernel", "system", [Machine("systemd-boot", "\"unified_kernel\": true")], [Machine("extlinux", "\"unified_kernel\": true")]),
        .. Both("system.secure_boot.key", "system/secure_boot", ["{\"key\": \"/etc/passwd\", \"certificate\": \"/etc/passwd\"}"], ["{\"certificate\": \"/etc/passwd\"}", "[]"]),
        .. Both("system.secure_boot.certificate", "system/secure_boot", [], ["{\"key\": \"/etc/passwd\"}"]),
        .. Both("system.secure_boot.enrolment_files", "system/secure_boot", ["{\"key\": \"/etc/passwd\", \"certificate\": \"/etc/passwd\", \"enrolment_files\": true}"], ["{\"key\": \"/etc/passwd\", \"certificate\": \"/etc/passwd\", \"enrolment_files\": \"yes\"}"]),
        .. Both("system.charmap", "system/charmap", ["\"ISO-8859-1\""], ["false", null]),
        .. Both("system.hostname", "system/hostname", ["\"box\"", "7"], ["\"a b\"", "\"\""]),
        .. Both("system.locale", "system/locale", ["\"en_US\""], ["[\"en_US\"]", null]),
        .. Both("system.release", "system/release", ["\"stable\"", "\"wheezy\""], ["{}", null]),
        .. Both("system.timezone", "system/timezone", ["\"Europe/Berlin\""], ["true", null]),
        .. Both("packages.components", "packages/components", ["[\"main\", \"contrib\"]"], ["[]", "\"main\""]),
        .. Both("packages.install", "packages/install", ["[\"vim\"]", "[\"vim/trixie\"]"], ["[]", "[\"a/b/c\"]", "[true]"]),
        .. Both("packages.install_standard", "packages/install_standard", ["true"], ["\"yes\""]),
        .. Both("packages.mirror", "packages/mirror", ["\"https://ftp.debian.org/debian\""], ["\"/debian\""]),
        .. Both("packages.security", "packages/security", ["\"http://ftp.debian.org/debian-security\""], ["\"\""]),
        .. Both("packages.preferences", "packages/preferences", ["{\"main\": [{\"package\": \"*\", \"pin\": \"release n=trixie\", \"pin-priority\": 900}]}"], ["{}", "{\"a/b\": []}", "{\"main\": {}}"]),
        .. Both("packages.preferences.*[].package", "packages/preferences", [], ["{\"main\": [{\"pin\": \"x\", \"pin-priority\": 1}]}"]),
        .. Both("packages.preferences.*[].pin", "packages/preferences", [], ["{\"main\": [{\"package\": \"x\", \"pin\": [], \"pin-priority\": 1}]}"]),
        .. Both("packages.preferences.*[].pin-priority", "packages/preferences", [], ["{\"main\": [{\"package\": \"x\", \"pin\": \"y\", \"pin-priority\": \"1\"}]}", "{\"main\": [{\"package\": \"x\", \"pin\": \"y\", \"pin-priority\": 1, \"z\": 1}]}"]),
        .. Both("packages.apt.conf.d", "packages/apt.conf.d", ["{\"99x\": \"Acquire::Retries \\\"3\\\";\"}"], ["{}", "{\"x\": \"too short a name\"}", "{\"99x\": []}"]),
        .. Both("packages.sources", "packages/sources", ["{\"main\": [\"deb [arch=amd64] http://ftp.debian.org/debian {system.release} main\"]}"], ["{}", "{\"main\": [\"nonsense\"]}", "{\"a/b\": [\"deb http://e.example x y\"]}"]),
        .. Both("packages.repositories", "packages/repositories", [], ["{}", "[]", "{\"a/b\": {}}"]),
        .. Both("packages.repositories.*.url", "packages/repositories/acme", [Repository("")], [Repository("").Replace("http://e.example", "e.example", StringComparison.Ordinal)]),
        .. Both("packages.repositories.*.suite", "packages/repositories/acme", [Repository("").Replace("\"x\"", "\"{system.release}\"", StringComparison.Ordinal)], ["{\"url\": \"http://e.example\", \"key\": {\"file\": \"/etc/passwd\"}}"]),
        .. Both("packages.repositories.*.components", "packages/repositories/acme", [Repository(", \"components\": [\"main\", \"extra\"]")], [Repository(", \"components\": \"main\"")]),
        .. Both("packages.repositories.*.username", "packages/repositories/acme", [Repository(", \"username\": \"joe\", \"password\": {\"env\": \"TOKEN\"}")], [Repository(", \"username\": [], \"password\": \"x\"")]),
        .. Both("packages.repositories.*.password", "packages/repositories/acme", [Repository(", \"username\": {\"file\": \"a\"}, \"password\": \"x\"")], [Repository(", \"username\": \"joe\", \"password\": {}")]),
        .. Both("packages.repositories.*.key.file", "packages/repositories/acme/key", [], ["{\"file\": {}}"]),
        .. Both("packages.repositories.*.key.url", "packages/repositories/acme", [RepositoryKey("\"sha256\": \"" + new string('a', 64) + "\"")], [RepositoryKey("\"sha256\": \"" + new string('a', 64) + "\"").Replace("https:", "http:", StringComparison.Ordinal)]),
        .. Both("packages.repositories.*.key.sha256", "packages/repositories/acme", [], [RepositoryKey("\"sha256\": \"abc\"")]),
        .. Both("packages.repositories.*.key.fingerprint", "packages/repositories/acme", [RepositoryKey("\"fingerprint\": \"0123 4567 89AB CDEF 0123  4567 89AB CDEF 0123 4567\"")], [RepositoryKey("\"fingerprint\": \"89AB CDEF\"")]),
        .. Both("packages.trusted-keys", "packages/trusted-keys", ["[\"/etc/passwd\"]"], ["[]", "[{}]"]),
        .. Both("packages.include-source-type", "packages/include-source-type", ["true"], ["\"true\""]),
        .. Both("packages.include-source-type", "packages", ["null", "{}"], ["7", "{\"include_source_type\": true}"]),
        .. Both("tags", "tags", ["{\"role\": \"web\"}"], ["{}", "{\"role\": []}"]),
        .. Both("volume.backing", "volume/backing", ["\"qcow2\""], ["\"vhd\"", "\"lvm\"", null]),
        .. Both("volume.formats", "volume/formats", ["[\"qcow2\"]", "[\"raw\", \"qcow2\"]"], ["[]", "\"qcow2\"", "[\"qcow2\", \"qcow2\"]", "[\"vmdk\"]", "[\"lvm\"]"]),
        .. Both("volume.volumegroup", "volume/volumegroup", [], ["\"vg\""]),
        .. Both("volume.logicalvolume", "volume/logicalvolume", [], ["\"lv\""]),
        .. Both("volume.volumegroup", "volume", [Lvm("\"volumegroup\": \"vg\", \"logicalvolume\": \"lv\"")], [Lvm("\"volumegroup\": \"vg\", \"x\": 1"), Lvm("\"logicalvolume\": \"lv\", \"volumegroup\": \"a b\"")]),
        .. Both("volume.device", "volume/device", [], ["\"/dev/sdb\""]),
        .. Both("volume.device", "volume", [Block("\"device\": \"/dev/sdb\"")], [Block("\"device\": \"sdb\""), Block("\"volumegroup\": \"vg\", \"device\": \"/dev/sdb\"")]),
        .. Both("volume.size", "volume/size", ["\"4GiB\""], ["\"4\"", "\"auto\"", "\"50%\""]),
        .. Both("volume.swap_file", "volume/swap_file", ["\"16MiB\""], ["\"auto\"", "true"]),
        .. Both("volume.size", "volume", ["{\"backing\": \"raw\", \"size\": \"4GiB\", \"partitions\": {\"type\": \"gpt\", \"root\": {\"filesystem\": \"ext4\", \"size\": \"70%\"}, \"var\": {\"filesystem\": \"xfs\", \"size\": \"30%\"}}}"], []),
        .. Both("volume.partitions.type", "volume/partitions/type", ["\"msdos\""], ["\"sun\"", "\"none\"", null]),
        .. Both("volume.partitions.*", "volume/partitions/var", ["{\"filesystem\": \"xfs\"}", "{\"filesystem\": \"btrfs\", \"size\": \"2GB\"}"], ["7", "{}", "{\"filesystem\": \"zfs\"}"]),
        .. Both("volume.partitions.*", "volume/partitions/swap", ["{\"size\": \"128MiB\"}"], ["{}", "null", "{\"size\": \"auto\"}", "{\"size\": \"1GiB\", \"filesystem\": \"ext4\"}"]),
        .. Both("volume.partitions.*", "volume/partitions/esp", ["{}", "null", "{\"filesystem\": \"vfat\", \"size\": \"300MiB\"}"], ["[]"]),
        .. Both("volume.partitions.*", "volume/partitions/bios", ["{}", "{\"size\": \"1MiB\"}"], ["{\"filesystem\": \"ext4\"}"]),
        .. Both("volume.partitions.*", "volume/partitions/root", [], [null, "null"]),
        .. Both("volume.partitions.*", "volume/partitions", [Table("msdos", 5), Table("msdos", 59)], [Table("msdos", 60), "{\"type\": \"gpt\", \"root\": {\"filesystem\": \"ext4\"}, \"a/../b\": {\"filesystem\": \"ext4\"}}", "{\"type\": \"gpt\", \"root\": {\"filesystem\": \"ext4\"}, \"a b\": {\"filesystem\": \"ext4\"}}"]),
        .. Both("volume.partitions.*.size", "volume/partitions/root/size", ["\"10GiB\"", "\"auto\"", "\"900MB\""], ["\"10\"", "\"0%\"", "\"101%\"", "\"7.5%\"", "10", "\"1.5GiB\"", "\"ten\""]),
        .. Both("volume.partitions.*.filesystem", "volume/partitions/root/filesystem", ["\"btrfs\""], ["\"ntfs\"", null]),
        .. Both("volume.partitions.*.filesystem", "volume/partitions/spare", ["{\"filesystem\": \"none\", \"size\": \"1MiB\"}"], ["{\"filesystem\": \"nothing\", \"size\": \"1MiB\"}"]),
        .. Both("volume.partitions.*.filesystem", "volume/partitions/data", ["{\"filesystem\": \"squashfs\"}", "{\"filesystem\": \"erofs\"}"], ["{\"filesystem\": \"squash\"}"]),
        .. Both("volume.partitions.*.compression", "volume/partitions/data", ["{\"filesystem\": \"squashfs\", \"compression\": \"xz\"}", "{\"filesystem\": \"erofs\", \"compression\": \"lz4\"}"], ["{\"filesystem\": \"squashfs\", \"compression\": \"bzip2\"}", "{\"filesystem\": \"squashfs\", \"compression\": 9}"]),
        .. Both("volume.partitions.*.writable", "volume/partitions", [Sealed(""), Sealed("\"writable\": \"state\","), Sealed("\"writable\": \"none\",")], [Sealed("\"writable\": true,"), Sealed("\"writable\": \"usr\",")]),
        .. Both("volume.partitions.*.changes", "volume/partitions", [Sealed("\"changes\": \"data\",")], [Sealed("\"changes\": [],")]),
        .. Both("volume.partitions.*.verity", "volume/partitions", [Sealed("\"verity\": true,"), Sealed("\"verity\": false,")], [Sealed("\"verity\": \"yes\",")]),
        .. Both("volume.partitions.*.label", "volume/partitions/root/label", ["\"the system\""], ["\"\"", "\"a/b\"", "\" a\""]),
        .. Both("volume.partitions.*.uuid", "volume/partitions/root/uuid", ["\"01234567-89ab-cdef-0123-456789abcdef\""], ["\"0123\"", "[]"]),
        .. Both("volume.partitions.*.name", "volume/partitions/root/name", ["\"system a\""], ["\"\"", "\"a\\\"b\"", "\"1234567890123456789012345678901234567\""]),
        .. Both("volume.partitions.*.partuuid", "volume/partitions/root/partuuid", ["\"01234567-89AB-CDEF-0123-456789abcdef\""], ["\"1A2B-3C4D\""]),
        .. Both("volume.partitions.*.type_guid", "volume/partitions/root/type_guid", ["\"01234567-89ab-cdef-0123-456789abcdef\""], ["\"83\"", "83"]),
        .. Both("volume.partitions.*.format_command", "volume/partitions/root/format_command", ["[\"mkfs.ext4\", \"{device_path}\"]"], ["[]", "\"mkfs\""]),
        .. Both("volume.partitions.*.mountopts", "volume/partitions/root/mountopts", ["[\"noatime\"]"], ["[]", "[[]]"]),
        .. Both("volume.partitions.*.subvolumes", "volume/partitions/root", [Btrfs("\"subvolumes\": {\"@\": {\"mount\": \"/\"}, \"@/srv\": {}}"), Btrfs("\"subvolumes\": {}")], [Btrfs("\"subvolumes\": [\"@\"]"), Btrfs("\"subvolumes\": {\"@\": \"/\"}"), "{\"filesystem\": \"ext4\", \"subvolumes\": {\"@\": {}}}"]),
        .. Both("volume.partitions.*.default_subvolume", "volume/partitions/root", [Btrfs("\"subvolumes\": {\"@\": {\"mount\": \"/\"}}, \"default_subvolume\": \"@\"")], [Btrfs("\"default_subvolume\": \"@\"")]),
        .. Both("volume.partitions.*.subvolumes.*.mount", "volume/partitions/root", [Btrfs("\"subvolumes\": {\"@home\": {\"mount\": \"/home\"}}")], [Btrfs("\"subvolumes\": {\"@home\": {\"mount\": \"home\"}}"), Btrfs("\"subvolumes\": {\"@home\": {\"mount\": \"/ho'me\"}}")]),
        .. Both("volume.partitions.*.subvolumes.*.mountopts", "volume/partitions/root", [Btrfs("\"subvolumes\": {\"@\": {\"mountopts\": [\"compress=zstd\"]}}")], [Btrfs("\"subvolumes\": {\"@\": {\"mountopts\": \"compress\"}}")]),
        .. Both("volume.partitions.*.subvolumes.*.copy_on_write", "volume/partitions/root", [Btrfs("\"subvolumes\": {\"@\": {\"copy_on_write\": false}}")], [Btrfs("\"subvolumes\": {\"@\": {\"copy_on_write\": \"no\"}}")]),
        .. Both("volume.partitions.*.encryption.passphrase", "volume/partitions/srv", [Srv("{\"passphrase\": \"x\"}"), Srv("{\"passphrase\": {\"env\": \"X\"}, \"key\": \"k\"}")], [Srv("{\"passphrase\": {\"env\": 7}}"), Srv("{\"passphrase\": {}}"), Srv("true")]),
        .. Both("volume.partitions.*.encryption.key", "volume/partitions/srv", [Srv("{\"key\": {\"file\": \"/etc/passwd\"}}")], [Srv("{\"key\": []}"), Srv("{\"key_file\": \"/etc/passwd\"}")]),
        .. Both("volume.partitions.*.encryption.unlock", "volume/partitions/srv", [Srv("{\"passphrase\": \"x\", \"key\": \"k\", \"unlock\": \"prompt\"}"), Srv("{\"key\": \"k\", \"unlock\": \"key_file\"}")], [Srv("{\"key\": \"k\", \"unlock\": \"tpm\"}")]),
        .. Both("volume.partitions.*.lvm.group", "volume/partitions/pv", [Pv("\"group\": \"vg-0\", \"volumes\": {\"home\": {\"filesystem\": \"ext4\"}}")], [Pv("\"group\": \"a b\", \"volumes\": {\"home\": {\"filesystem\": \"ext4\"}}"), Pv("\"volumes\": {\"home\": {\"filesystem\": \"ext4\"}}"), Pv("\"group\": \"..\", \"volumes\": {\"home\": {\"filesystem\": \"ext4\"}}")]),
        .. Both("volume.partitions.*.lvm.volumes", "volume/partitions/pv", [], [Pv("\"group\": \"vg\", \"volumes\": {}"), Pv("\"group\": \"vg\", \"volumes\": [\"home\"]")]),
        .. Both("volume.partitions.*.lvm.volumes.*", "volume/partitions/pv", [Pv("\"group\": \"vg\", \"volumes\": {\"swap\": {\"size\": \"64MiB\"}}")], [Pv("\"group\": \"vg\", \"volumes\": {\"home\": {\"filesystem\": \"zfs\"}}"), Pv("\"group\": \"vg\", \"volumes\": {\"home\": {\"fs\": \"ext4\"}}")]),
        .. Both("volume.partitions.*", "volume/partitions", ["{\"type\": \"gpt\", \"boot\": {\"filesystem\": \"ext4\"}, \"pv\": {\"lvm\": {\"group\": \"vg\", \"volumes\": {\"root\": {\"filesystem\": \"ext4\", \"size\": \"1GiB\"}}}}}"], ["{\"type\": \"gpt\", \"pv\": {\"lvm\": {\"group\": \"vg\", \"volumes\": {\"home\": {\"filesystem\": \"ext4\", \"size\": \"1GiB\"}}}}}"]),
        .. Both("volume.partitions.*.grow", "volume/partitions/root/grow", ["true", "false"], ["\"yes\"", "1"]),
        .. Both("volume.partitions.*.mode", "volume/partitions/root/mode", ["\"1777\""], ["\"rwx\"", "\"8\""]),
        .. Both("provider.name", "provider/name", ["\"box\""], ["\"bag\"", null]),
        .. Both("provider.label", "provider/label", ["\"x\""], ["[]"]),
        .. Both("provider.colour", "provider/colour", ["\"dark_blue\""], ["\"green\""]),
        .. Both("provider.modules", "provider/modules", ["[\"a\", \"b\"]"], ["[]", "[\"a\", \"a\"]"]),
        .. Both("provider", "provider/lable", [], ["\"x\""]),
        .. Both("plugins", "plugins", ["{}", "null", "{\"bare\": null}", "{\"bare\": {}}", "{\"selections\": \"a b\"}"], ["[]", "{\"bear\": {}}", "{\"bare\": {\"x\": 1}}", "{\"user\": null}", "{\"selections\": {}}"]),
        .. Both("plugins.user.password", "plugins/user", [User("\"x\""), User("7"), User("{\"env\": \"X\"}"), User("{\"file\": \"/etc/passwd\"}"), User("{\"command\": [\"pass\", \"show\"]}")], [User("\"\""), User("true"), User("[]"), User("{}"), User("{\"env\": \"a b\"}"), User("{\"command\": []}"), User("{\"env\": \"X\", \"file\": \"/etc/passwd\"}"), User("{\"vault\": \"x\"}")]),
        .. Both("plugins.user", "plugins/user", ["{\"username\": \"joe\", \"port\": 22, \"nested\": {\"kept-words\": [\"a\"], \"other\": \"b\"}, \"extra_vars\": {\"a\": [1, null]}}"], ["{\"username\": \"Joe\"}", "{\"username\": \"joe\", \"port\": 0}", "{\"username\": \"joe\", \"nested\": {\"UPPER\": \"x\"}}", "{\"username\": \"joe\", \"extra_vars\": []}"]),
    ];

    private static IEnumerable<SettingCase> Both(string setting, string path, string?[] valid, string?[] invalid) =>
        [.. valid.Select(value => new SettingCase(setting, path, value, true)), .. invalid.Select(value => new SettingCase(setting, path, value, false))];

    private static string Machine(string bootloader, string more) =>
        $$"""{"release": "trixie", "architecture": "amd64", "bootloader": "{{bootloader}}", {{more}}, "charmap": "UTF-8", "locale": "C", "timezone": "UTC"}""";

    private static string User(string password) => $$"""{"username": "joe", "password": {{password}} }""";

    private static string Srv(string encryption) => $$"""{"filesystem": "ext4", "encryption": {{encryption}} }""";

    private static string Pv(string lvm) => $$"""{"lvm": { {{lvm}} } }""";

    private static string Repository(string more) =>
        $$"""{"url": "http://e.example", "suite": "x", "key": {"file": "/etc/passwd"}{{more}}}""";

    private static string RepositoryKey(string known) =>
        $$"""{"url": "http://e.example", "suite": "x", "key": {"url": "https://e.example/key", {{known}} } }""";

    private static string Lvm(string more) =>
        $$"""{"backing": "lvm", {{more}}, "partitions": {"type": "gpt", "root": {"filesystem": "ext4", "size": "1GiB"} } }""";

    private static string Block(string more) =>
        $$"""{"backing": "block", {{more}}, "partitions": {"type": "gpt", "root": {"filesystem": "ext4", "size": "1GiB"} } }""";

    private static string Btrfs(string more) => $$"""{"filesystem": "btrfs", "size": "2GiB", {{more}} }""";

    private static string Sealed(string more) =>
        $$"""{"type": "gpt", "boot": {"filesystem": "ext4"}, "root": { {{more}} "filesystem": "squashfs"}, "data": {"filesystem": "ext4"} }""";

    private static string Table(string type, int count)
    {
        var more = Enumerable.Range(1, count - 1).Select(index => $$""", "p{{index}}": {"filesystem": "ext4"}""");
        return $$"""{"type": "{{type}}", "root": {"filesystem": "ext4"} {{string.Concat(more)}} }""";
    }
}
