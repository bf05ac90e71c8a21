# The bucket of the dataset: versioned, locked against deletion, public for the published prefixes only.
#   terraform -chdir=infra/terraform init
#   terraform -chdir=infra/terraform plan -var bucket=NAME -var 'trusted_principals=["arn:aws:iam::…:role/…"]'

terraform {
  required_version = ">= 1.6"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.60, < 7"
    }
  }
}

provider "aws" {
  region = var.region
  default_tags {
    tags = { project = "xinfang-budgets" }
  }
}

resource "aws_s3_bucket" "data" {
  bucket              = var.bucket
  object_lock_enabled = true
}

resource "aws_s3_bucket_ownership_controls" "data" {
  bucket = aws_s3_bucket.data.id
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_versioning" "data" {
  bucket = aws_s3_bucket.data.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "data" {
  bucket = aws_s3_bucket.data.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

# Governance: a mistake or a stolen key removes nothing for a while; an administrator still can, for a take-down.
resource "aws_s3_bucket_object_lock_configuration" "data" {
  bucket     = aws_s3_bucket.data.id
  depends_on = [aws_s3_bucket_versioning.data]
  rule {
    default_retention {
      mode = "GOVERNANCE"
      days = var.lock_days
    }
  }
}

# A policy opens the published prefixes; access control lists stay closed.
resource "aws_s3_bucket_public_access_block" "data" {
  bucket                  = aws_s3_bucket.data.id
  block_public_acls       = true
  ignore_public_acls      = true
  block_public_policy     = false
  restrict_public_buckets = false
}

resource "aws_s3_bucket_policy" "data" {
  bucket     = aws_s3_bucket.data.id
  policy     = jsonencode({ Version = "2012-10-17", Statement = local.statements })
  depends_on = [aws_s3_bucket_public_access_block.data]
}

resource "aws_s3_bucket_cors_configuration" "data" {
  bucket = aws_s3_bucket.data.id
  cors_rule {
    allowed_methods = ["GET", "HEAD"]
    allowed_origins = ["*"]
    allowed_headers = ["Range", "If-None-Match"]
    expose_headers  = ["ETag", "Content-Length", "Content-Range", "Accept-Ranges"]
    max_age_seconds = 86400
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "data" {
  bucket     = aws_s3_bucket.data.id
  depends_on = [aws_s3_bucket_versioning.data]

  rule {
    id     = "unfinished-uploads"
    status = "Enabled"
    filter {}
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  # State is replaced many times a night; its older forms only help to look back.
  rule {
    id     = "old-state"
    status = "Enabled"
    filter {
      prefix = "state/"
    }
    noncurrent_version_expiration {
      noncurrent_days = var.lock_days + 7
    }
  }

  # Plans and outcomes of single runs are of use while the run may be started anew.
  rule {
    id     = "finished-runs"
    status = "Enabled"
    filter {
      prefix = "state/runs/"
    }
    expiration {
      days = 90
    }
  }

  # Archived bytes are read again when the reading code changes, and by the nightly audit once a month.
  rule {
    id     = "cold-archive"
    status = "Enabled"
    filter {
      prefix = "raw/sha256/"
    }
    transition {
      days          = 90
      storage_class = "STANDARD_IA"
    }
  }
}
