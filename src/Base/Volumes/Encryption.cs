using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Base.Volumes;

/// <summary>The LUKS2 container that a partition is.</summary>
public sealed record Encryption
{
    /// <summary>Where the encrypted data begins.</summary>
    /// <value>16 MiB: cryptsetup's own, with room for 32 keyslots. LUKS2 On-Disk Format Specification 1.1.1, section 2.</value>
    public static readonly Bytes HeaderSize = Bytes.MiB(16);

    /// <summary>What the opened partition is called.</summary>
    public required string Name { get; init; }

    /// <summary>The container's identifier.</summary>
    public required string Uuid { get; init; }

    /// <summary>What opens it, a keyslot each.</summary>
    public required IReadOnlyList<Secret> Secrets { get; init; }

    /// <summary>What the key file in the image holds; null when a passphrase is asked for.</summary>
    public Secret? Key { get; init; }

    /// <summary>Whether it is opened before the root filesystem is there.</summary>
    public bool IsEarly { get; init; }

    /// <summary>Where the key file is in the image.</summary>
    public string KeyFile => $"{KeyFolder}/{Name}.key";

    /// <summary>The folder of key files; systemd's own, crypttab(5).</summary>
    public const string KeyFolder = "/etc/cryptsetup-keys.d";

    /// <summary>The device that the opened partition is.</summary>
    public string Device => "/dev/mapper/" + Name;

    /// <summary>The container of a partition; null when it has none.</summary>
    internal static Encryption? Of(Draft draft, bool isEarly, string seed) => draft.Options.Encryption is not { } options ? null : new()
    {
        // As Debian's installer names them; the key itself may be that of a filesystem's label.
        Name = draft.Key.Replace('/', '-') + "_crypt",
        Uuid = DeterministicId.Uuid(seed, "luks " + draft.Key).ToString(),
        Secrets = [.. new[] { options.Passphrase, options.Key }.OfType<Secret>()],
        Key = options.Unlock == "prompt" ? null : options.Key,
        IsEarly = isEarly,
    };

    internal static IEnumerable<LayoutProblem> Check(Draft draft)
    {
        if (draft.Options.Encryption is not { } options)
            yield break;
        var path = draft.Path("encryption");
        if (draft.Role is PartitionRole.Bios or PartitionRole.Esp)
            yield return new(path, $"'{draft.Key}' cannot be encrypted: firmware reads it", "remove 'encryption'");
        else if (draft.IsEmpty && draft.Options.Lvm is null)
            yield return new(path, $"'{draft.Key}' has no filesystem that could be encrypted", "remove 'encryption', or set 'filesystem'");
        if (draft.Options.Grow)
            yield return new(draft.Path("grow"), $"'{draft.Key}' cannot grow: it is encrypted, and its size belongs to who can open it", "give it the size it will have");
        if (options.Passphrase is null && options.Key is null)
            yield return new(path, $"nothing opens '{draft.Key}'", "add 'passphrase: {env: NAME}', or 'key: {file: PATH}'");
        else if (options.Unlock == "prompt" && options.Passphrase is null)
            yield return new(draft.Path("encryption", "unlock"), $"'{draft.Key}' has no passphrase that could be asked for", "add 'passphrase: {env: NAME}'");
        else if (options.Unlock == "key_file" && options.Key is null)
            yield return new(draft.Path("encryption", "unlock"), $"'{draft.Key}' has no key", "add 'key: {file: PATH}'");
    }
}
