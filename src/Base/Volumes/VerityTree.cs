using System.Globalization;

namespace BootstrapVz.Base.Volumes;

/// <summary>The tree of hashes by which dm-verity checks a filesystem, in a partition of its own.</summary>
/// <remarks>
/// Sources: kernel documentation, admin-guide/device-mapper/verity; cryptsetup's wiki, DMVerity, for the superblock; Discoverable Partitions
/// Specification for types and identifiers.
/// </remarks>
public static class VerityTree
{
    /// <summary>The key of its partition, which no manifest has.</summary>
    public const string Key = "root-verity";

    /// <summary>What the checked root filesystem is called in the machine, the same as with systemd-veritysetup-generator(8).</summary>
    public const string Device = "/dev/mapper/root";

    /// <summary>Blocks of data and of hashes.</summary>
    public const int BlockSize = 4096;

    private const int HashesInBlock = BlockSize / 32; // SHA-256

    private const int HashDigits = 64;

    /// <summary>Stands in boot loaders' files for the argument that names the tree, as long as nobody knows its hash.</summary>
    public static string UnknownArgument { get; } = Argument(new string('0', HashDigits));

    /// <summary>The kernel argument that names the tree; systemd-veritysetup-generator(8).</summary>
    /// <param name="rootHash">The hash of the tree's top, in hexadecimal.</param>
    public static string Argument(string rootHash) => "roothash=" + rootHash;

    /// <summary>The room that the tree of a filesystem takes: its superblock, then the hashes of blocks, hashes of those, up to a single block.</summary>
    /// <param name="data">The filesystem's size.</param>
    public static Bytes SizeFor(Bytes data)
    {
        var blocks = 1L;
        for (var level = data.Count / BlockSize; level > 1;)
        {
            level = (level + HashesInBlock - 1) / HashesInBlock;
            blocks += level;
        }

        return new Bytes(blocks * BlockSize).RoundUp(PartitionLayout.Alignment);
    }

    /// <summary>The layout with the unique identifiers that filesystem and tree get from the hash, one half each, so that one is found by the other.</summary>
    /// <param name="layout">A layout with a tree.</param>
    /// <param name="rootHash">The hash of the tree's top, in hexadecimal.</param>
    public static PartitionLayout Identified(PartitionLayout layout, string rootHash)
    {
        if (rootHash.Length != HashDigits)
            throw new FormatException($"'{rootHash}' is no SHA-256");
        return layout with { Partitions = [.. layout.Partitions.Select(Identify)] };

        PlannedPartition Identify(PlannedPartition partition) => partition switch
        {
            { HasVerity: true } => WithIdentifier(partition, rootHash[..32]),
            { Role: PartitionRole.Verity } => WithIdentifier(partition, rootHash[32..]),
            _ => partition,
        };
    }

    private static PlannedPartition WithIdentifier(PlannedPartition partition, string digits)
    {
        var guid = new Guid(Convert.FromHexString(digits), bigEndian: true);
        return partition with { UniqueGuid = guid, PartUuid = guid.ToString("D", CultureInfo.InvariantCulture) };
    }
}
